import { account, cloudApplication, file, host, ip, url } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** Incidents that firewalls, VPN and proxies detected, in soc-prod. */
export const networkIncidents: ReadonlyArray<SampleIncident> = [
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4105",
    number: 4105,
    title: "Brute force against the VPN gateway, one success",
    description: "6,214 failed sign-ins for 118 accounts from 41 addresses in 3 hours, and one that succeeded.",
    severity: "High",
    status: "Active",
    owner: "ben",
    openedMinutesAgo: 31 * 60,
    changedMinutesAgo: 5 * 60,
    rule: "VPN password spray with a success",
    tactics: ["CredentialAccess", "InitialAccess"],
    techniques: ["T1110"],
    labels: ["VPN"],
    alerts: [
      {
        title: "Password spray against VPN-GW-1",
        description: "At most three attempts for each account and hour.",
        product: "Azure Sentinel",
        severity: "Medium",
        minutesAgo: 34 * 60,
        lastsMinutes: 180,
        tactics: ["CredentialAccess"],
        compromised: "vpn-gw-1"
      },
      {
        title: "Successful sign-in after a password spray",
        description: "The account 'contractor17' signed in from an address that took part in the spray.",
        product: "Azure Sentinel",
        severity: "High",
        minutesAgo: 31 * 60 + 5,
        lastsMinutes: 1,
        tactics: ["InitialAccess"],
        compromised: "contractor17@woodgrove.example",
        remediation: ["Disable the account.", "End its VPN sessions.", "Require MFA for contractors."]
      }
    ],
    entities: [
      host("vpn-gw-1", "Linux"),
      account("contractor17", "Contractor 17"),
      ip("198.51.100.3"),
      ip("198.51.100.9"),
      ip("198.51.100.212", "Unknown")
    ],
    comments: [
      { by: "ben", minutesAgo: 5 * 60, message: "No traffic behind the gateway from that session. Watching." }
    ],
    tasks: [{ title: "MFA for contractor accounts", by: "ben" }]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4108",
    number: 4108,
    title: "Possible data exfiltration to a personal cloud storage",
    description: "38 GB were uploaded in one night from a laptop whose owner leaves the company on Friday.",
    severity: "Medium",
    status: "Active",
    owner: "ana",
    openedMinutesAgo: 11 * 60,
    changedMinutesAgo: 4 * 60,
    rule: "Unusual upload volume",
    tactics: ["Collection", "Exfiltration"],
    techniques: ["T1567"],
    labels: ["insider", "confidential"],
    alerts: [
      {
        title: "Unusual volume of uploads",
        description: "38 GB to files.personal-drive.example between 01:10 and 04:45.",
        product: "Microsoft Cloud App Security",
        severity: "Medium",
        minutesAgo: 15 * 60,
        lastsMinutes: 215,
        tactics: ["Exfiltration"],
        compromised: "wg-lt-0288"
      }
    ],
    entities: [
      host("wg-lt-0288"),
      account("milan", "Milan Sample"),
      cloudApplication(31004, "Personal Drive"),
      url("https://files.personal-drive.example/upload"),
      file("C:\\Users\\milan\\Documents", "designs-2026.7z"),
      ip("192.0.2.77")
    ],
    comments: [{ by: "ana", minutesAgo: 4 * 60, message: "Treat as confidential. Elif (legal) is to be in the team." }]
  }
]
