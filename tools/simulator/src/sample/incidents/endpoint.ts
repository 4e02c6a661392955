import { account, file, fileHash, host, ip, localAccount, malware, process, url } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** Attacks on machines, in soc-prod. */
export const endpointIncidents: ReadonlyArray<SampleIncident> = [
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4103",
    number: 4103,
    title: "Malware detected and blocked on one endpoint",
    description: "A loader in a downloaded archive was stopped before it ran.",
    severity: "Low",
    status: "Closed",
    owner: "ben",
    closed: {
      classification: "TruePositive",
      reason: "SuspiciousActivity",
      comment: "Blocked on write, no execution. Archive removed, user informed."
    },
    openedMinutesAgo: 3 * 1440,
    changedMinutesAgo: 2 * 1440 + 300,
    rule: "Malware on an endpoint",
    tactics: ["Execution"],
    techniques: ["T1204"],
    labels: ["commodity malware"],
    alerts: [
      {
        title: "'Wacatac' malware was prevented",
        description: "The file invoice_2291.js was blocked in the download folder.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "Low",
        minutesAgo: 3 * 1440 + 4,
        lastsMinutes: 1,
        tactics: ["Execution"],
        compromised: "wg-lt-0417"
      }
    ],
    entities: [
      host("wg-lt-0417"),
      account("viktor", "Viktor Sample"),
      file("C:\\Users\\viktor\\Downloads", "invoice_2291.js"),
      fileHash("6b1f6c0a9d0b4b7d8c2f4f1d9a3f7b5e0c8d2e4a6f8091b3d5c7e9fa1b2c3d4e"),
      malware("Trojan:Script/Wacatac.sample", "Trojan"),
      url("https://files.woodgrove-docs.example/invoice_2291.zip")
    ],
    comments: [{ by: "ben", minutesAgo: 2 * 1440 + 300, message: "No sign of execution in 24 h of process events." }]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4110",
    number: 4110,
    title: "Ransomware precursor: shadow copies deleted on file server WG-FS-02",
    description:
      "vssadmin and wbadmin were used to delete backups, shortly after a service was installed remotely with a domain administrator's account.",
    severity: "High",
    status: "Active",
    owner: "ines",
    openedMinutesAgo: 150,
    changedMinutesAgo: 12,
    rule: "Deletion of shadow copies",
    tactics: ["LateralMovement", "DefenseEvasion", "Impact"],
    techniques: ["T1569", "T1490"],
    labels: ["ransomware", "major incident"],
    automaticLabels: ["crown jewels"],
    alerts: [
      {
        title: "Remote service installed with PsExec",
        description: "Service PSEXESVC was installed on WG-FS-02 from WG-JMP-01.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "Medium",
        minutesAgo: 171,
        lastsMinutes: 2,
        tactics: ["LateralMovement"],
        compromised: "wg-fs-02"
      },
      {
        title: "Backups and shadow copies deleted",
        description: "vssadmin.exe delete shadows /all /quiet, then wbadmin.exe delete catalog.",
        product: "Azure Sentinel",
        severity: "High",
        minutesAgo: 156,
        lastsMinutes: 4,
        tactics: ["Impact"],
        compromised: "wg-fs-02",
        remediation: ["Isolate the server.", "Disable the account.", "Verify the offline backups."]
      },
      {
        title: "Security logs were cleared",
        description: "Event 1102 on WG-FS-02.",
        product: "Azure Sentinel",
        severity: "Medium",
        minutesAgo: 151,
        lastsMinutes: 1,
        tactics: ["DefenseEvasion"],
        compromised: "wg-fs-02"
      }
    ],
    entities: [
      host("wg-fs-02"),
      host("wg-jmp-01"),
      account("da-svc-backup", "Backup service (domain administrator)"),
      localAccount("Administrator", "WG-FS-02"),
      process("0x1a4c", "vssadmin.exe delete shadows /all /quiet"),
      process("0x1b00", "wbadmin.exe delete catalog -quiet"),
      file("C:\\Windows", "PSEXESVC.exe"),
      ip("192.0.2.14")
    ],
    bookmarks: [
      {
        title: "SecurityEvent - 1102 on WG-FS-02",
        by: "ines",
        minutesAgo: 120,
        notes: "Log cleared one minute after the backups.",
        query: "SecurityEvent | where Computer == 'WG-FS-02' and EventID in (1102, 7045)",
        row: { Computer: "WG-FS-02", EventID: 1102, Account: "WOODGROVE\\da-svc-backup" }
      }
    ],
    comments: [
      { by: "ines", minutesAgo: 130, message: "Server isolated, account disabled. Legal and communications informed." },
      { by: "ana", minutesAgo: 12, message: "Offline backups of last night verified: **complete**." }
    ],
    tasks: [
      { title: "Isolate WG-FS-02", by: "ines", completed: true },
      { title: "Disable da-svc-backup", by: "ines", completed: true },
      { title: "Memory image of WG-JMP-01", by: "ben" }
    ]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111",
    number: 4111,
    title: "Multi-stage incident involving Execution & Command and control on multiple endpoints",
    description: "Correlated by Microsoft Defender XDR from alerts on two endpoints.",
    severity: "High",
    status: "New",
    openedMinutesAgo: 95,
    changedMinutesAgo: 61,
    tactics: ["Execution", "CommandAndControl"],
    techniques: ["T1059", "T1071"],
    automaticLabels: ["XDR"],
    defenderNumber: 28417,
    alerts: [
      {
        title: "Suspicious PowerShell command line",
        description: "An encoded command was started by winword.exe.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "Medium",
        minutesAgo: 110,
        lastsMinutes: 3,
        tactics: ["Execution"],
        compromised: "wg-lt-0533"
      },
      {
        title: "Beaconing to a rare domain",
        description: "Regular connections every 61 seconds to cdn-telemetry.example.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "High",
        minutesAgo: 98,
        lastsMinutes: 37,
        tactics: ["CommandAndControl"],
        compromised: "wg-lt-0612"
      }
    ],
    entities: [
      host("wg-lt-0533"),
      host("wg-lt-0612"),
      account("sofia", "Sofia Sample"),
      process("0x2c10", "powershell.exe -nop -w hidden -enc SQBFAFgA"),
      url("https://cdn-telemetry.example/api/v2/ping"),
      ip("203.0.113.190", "Unknown")
    ]
  }
]
