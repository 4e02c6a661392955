import { account, host, ip, process } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** The test workspace soc-lab: exercises of the red team. */
export const labIncidents: ReadonlyArray<SampleIncident> = [
  {
    name: "8e4b61d0-7c35-4d0b-b1c2-29a07f5d0211",
    number: 211,
    title: "[LAB] Kerberoasting from a test client",
    description: "Exercise: 60 service tickets with RC4 within a minute.",
    severity: "Medium",
    status: "Closed",
    owner: "ana",
    closed: {
      classification: "FalsePositive",
      reason: "IncorrectAlertLogic",
      comment: "The rule counts the lab's own scanner; excluded."
    },
    openedMinutesAgo: 9 * 1440,
    changedMinutesAgo: 8 * 1440,
    rule: "Kerberoasting (lab)",
    tactics: ["CredentialAccess"],
    techniques: ["T1558"],
    alerts: [
      {
        title: "Many service tickets with RC4",
        description: "60 tickets for 60 services.",
        product: "Azure Sentinel",
        severity: "Medium",
        minutesAgo: 9 * 1440 + 2,
        lastsMinutes: 1,
        tactics: ["CredentialAccess"],
        compromised: "lab-cl-01"
      }
    ],
    entities: [host("lab-cl-01"), account("redteam1", "Red team 1")]
  },
  {
    name: "8e4b61d0-7c35-4d0b-b1c2-29a07f5d0212",
    number: 212,
    title: "[LAB] DNS tunneling test",
    description: "Exercise: TXT queries with long labels.",
    severity: "Low",
    status: "New",
    openedMinutesAgo: 20 * 60,
    changedMinutesAgo: 20 * 60,
    rule: "DNS tunneling (lab)",
    tactics: ["CommandAndControl"],
    techniques: ["T1071"],
    labels: ["exercise"],
    alerts: [
      {
        title: "Long DNS labels",
        description: "4,000 TXT queries for tunnel.example.",
        product: "Azure Sentinel",
        severity: "Low",
        minutesAgo: 20 * 60 + 15,
        lastsMinutes: 12,
        tactics: ["CommandAndControl"],
        compromised: "lab-dns-01"
      }
    ],
    entities: [host("lab-dns-01", "Linux"), ip("192.0.2.53")]
  },
  {
    name: "8e4b61d0-7c35-4d0b-b1c2-29a07f5d0213",
    number: 213,
    title: "[LAB] LSASS memory read",
    description: "Exercise: credentials dumped with a renamed tool.",
    severity: "High",
    status: "Active",
    owner: "ben",
    openedMinutesAgo: 180,
    changedMinutesAgo: 100,
    rule: "LSASS access (lab)",
    tactics: ["CredentialAccess"],
    techniques: ["T1003"],
    labels: ["exercise"],
    alerts: [
      {
        title: "LSASS memory was read",
        description: "By notepadd.exe, which isn't signed.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "High",
        minutesAgo: 190,
        lastsMinutes: 1,
        tactics: ["CredentialAccess"],
        compromised: "lab-srv-02"
      }
    ],
    entities: [
      host("lab-srv-02"),
      process("0x0f10", "notepadd.exe -ma lsass.exe out.dmp"),
      account("redteam2", "Red team 2")
    ],
    comments: [{ by: "ben", minutesAgo: 100, message: "Detected after 40 s. Report follows." }]
  }
]
