import { account, host, ip } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** Two parts of one attack, in soc-prod, that Microsoft Defender may merge. */
export const incidentsToBeMerged: ReadonlyArray<SampleIncident> = [
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4099",
    number: 4099,
    title: "Unfamiliar sign-in to the build server",
    description:
      "Correlated by Microsoft Defender XDR. The account signed in from an address that it never used before.",
    severity: "Medium",
    status: "Active",
    openedMinutesAgo: 6 * 1440,
    changedMinutesAgo: 6 * 1440 - 30,
    tactics: ["InitialAccess"],
    techniques: ["T1078"],
    automaticLabels: ["XDR"],
    defenderNumber: 28399,
    alerts: [
      {
        title: "Unfamiliar sign-in properties",
        description: "A sign-in from 203.0.113.41 with a new device.",
        product: "Azure Active Directory Identity Protection",
        severity: "Medium",
        minutesAgo: 6 * 1440 + 8,
        lastsMinutes: 2,
        tactics: ["InitialAccess"],
        compromised: "svc-build"
      }
    ],
    entities: [account("svc-build", "Build service"), ip("203.0.113.41", "Unknown")]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4100",
    number: 4100,
    title: "Credential theft on the build server",
    description: "Correlated by Microsoft Defender XDR. Secrets of the build pipeline were read from memory.",
    severity: "High",
    status: "Active",
    openedMinutesAgo: 6 * 1440 - 20,
    changedMinutesAgo: 6 * 1440 - 45,
    tactics: ["CredentialAccess"],
    techniques: ["T1003"],
    automaticLabels: ["XDR"],
    defenderNumber: 28402,
    alerts: [
      {
        title: "Sensitive credential memory read",
        description: "An unsigned program read the memory of the build agent.",
        product: "Microsoft Defender Advanced Threat Protection",
        severity: "High",
        minutesAgo: 6 * 1440 - 12,
        lastsMinutes: 4,
        tactics: ["CredentialAccess"],
        compromised: "wg-build-01"
      }
    ],
    entities: [host("wg-build-01", "Linux"), account("svc-build", "Build service")]
  }
]
