import { account, cloudApplication, ip, mail, mailbox, url } from "./entities.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** Attacks on accounts and mailboxes, in soc-prod. */
export const identityIncidents: ReadonlyArray<SampleIncident> = [
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4101",
    number: 4101,
    title: "Impossible travel activity involving one user",
    description:
      "Two successful sign-ins of the same user from places that are 8,400 km apart, 37 minutes after each other.",
    severity: "Medium",
    status: "Closed",
    owner: "chloe",
    closed: {
      classification: "BenignPositive",
      reason: "SuspiciousButExpected",
      comment: "The user was on a train with the company VPN switched off and on; confirmed by phone."
    },
    openedMinutesAgo: 5 * 1440,
    changedMinutesAgo: 4 * 1440,
    rule: "Impossible travel",
    tactics: ["InitialAccess"],
    techniques: ["T1078"],
    labels: ["travel"],
    alerts: [
      {
        title: "Impossible travel activity",
        description: "The user signed in from Lisbon and from Singapore within 37 minutes.",
        product: "Microsoft Cloud App Security",
        severity: "Medium",
        minutesAgo: 5 * 1440 + 20,
        lastsMinutes: 37,
        tactics: ["InitialAccess"],
        compromised: "tomas@woodgrove.example"
      }
    ],
    entities: [
      account("tomas", "Tomas Sample"),
      ip("198.51.100.24", "Portugal", "Lisbon"),
      ip("203.0.113.140", "Singapore", "Singapore")
    ],
    comments: [
      {
        by: "chloe",
        minutesAgo: 4 * 1440 + 30,
        message: "Called Tomas: he was traveling, the second address is our VPN."
      }
    ]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4106",
    number: 4106,
    title: "Suspicious inbox rule hides payment mails",
    description:
      "A new inbox rule moves every message with 'invoice' or 'IBAN' to RSS Feeds and marks it read; made right after a sign-in from an unfamiliar address.",
    severity: "High",
    status: "Active",
    owner: "ben",
    openedMinutesAgo: 26 * 60,
    changedMinutesAgo: 90,
    rule: "Malicious inbox rule",
    tactics: ["Persistence", "DefenseEvasion"],
    techniques: ["T1098", "T1564"],
    labels: ["BEC", "finance"],
    automaticLabels: ["mailbox"],
    alerts: [
      {
        title: "Suspicious inbox manipulation rule",
        description: "A rule named '..' was created from 203.0.113.66.",
        product: "Office 365",
        severity: "High",
        minutesAgo: 26 * 60 + 12,
        lastsMinutes: 1,
        tactics: ["Persistence", "DefenseEvasion"],
        compromised: "accounts-payable@woodgrove.example",
        remediation: ["Remove the rule.", "Reset the password and revoke the sessions.", "Look for sent invoices."]
      },
      {
        title: "Unfamiliar sign-in properties",
        description: "First sign-in of this account from that provider.",
        product: "Azure Active Directory Identity Protection",
        severity: "Low",
        minutesAgo: 26 * 60 + 40,
        lastsMinutes: 2,
        tactics: ["InitialAccess"],
        compromised: "accounts-payable@woodgrove.example"
      }
    ],
    entities: [
      account("lena", "Lena Sample"),
      mailbox("accounts-payable", "Accounts payable"),
      ip("203.0.113.66", "Unknown"),
      mail("billing@northwind-invoices.example", "accounts-payable", "Updated bank details")
    ],
    bookmarks: [
      {
        title: "OfficeActivity - New-InboxRule",
        by: "ben",
        minutesAgo: 25 * 60,
        notes: "The rule's name is two dots, so that it hardly shows in the list of rules.",
        query: "OfficeActivity | where Operation == 'New-InboxRule' | where UserId startswith 'accounts-payable'",
        row: { Operation: "New-InboxRule", UserId: "accounts-payable@woodgrove.example", ClientIP: "203.0.113.66" }
      }
    ],
    comments: [
      { by: "ben", minutesAgo: 25 * 60, message: "Rule removed, sessions revoked. Finance is checking open invoices." },
      { by: "ines", minutesAgo: 90, message: "Finance found one changed IBAN; the bank has stopped the transfer." }
    ],
    tasks: [
      { title: "Revoke sessions of the account", by: "ben", completed: true },
      { title: "Ask finance for transfers of the last 3 days", description: "Above EUR 5,000 only.", by: "ben" }
    ]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4109",
    number: 4109,
    title: "Illicit consent grant to an OAuth application",
    description:
      "A user consented to Mail.Read and offline_access for an application registered yesterday by an unverified publisher.",
    severity: "Medium",
    status: "New",
    openedMinutesAgo: 7 * 60,
    changedMinutesAgo: 7 * 60,
    rule: "Consent to a risky application",
    tactics: ["CredentialAccess", "Persistence"],
    techniques: ["T1528"],
    automaticLabels: ["oauth"],
    alerts: [
      {
        title: "Risky OAuth application consented",
        description: "'PDF Toolbox Free' was given Mail.Read and offline_access.",
        product: "Microsoft Cloud App Security",
        severity: "Medium",
        minutesAgo: 7 * 60 + 9,
        lastsMinutes: 1,
        tactics: ["CredentialAccess"],
        compromised: "oskar@woodgrove.example",
        remediation: ["Revoke the consent.", "Block the application in the tenant."]
      }
    ],
    entities: [
      account("oskar", "Oskar Sample"),
      cloudApplication(20893, "PDF Toolbox Free"),
      ip("192.0.2.201", "Unknown"),
      url("https://pdf-toolbox.example/oauth/start?state=9b1d")
    ]
  },
  {
    name: "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4112",
    number: 4112,
    title: "Adversary-in-the-middle phishing campaign against payroll",
    description:
      "14 people received a mail that leads to a proxy of our sign-in page. Three of them signed in; a session cookie was replayed from another address within minutes.",
    severity: "High",
    status: "Active",
    owner: "ana",
    openedMinutesAgo: 48,
    changedMinutesAgo: 6,
    rule: "AiTM phishing with session replay",
    tactics: ["InitialAccess", "CredentialAccess"],
    techniques: ["T1566", "T1557"],
    labels: ["AiTM", "payroll"],
    automaticLabels: ["phishing"],
    alerts: [
      {
        title: "Phishing mail delivered to 14 recipients",
        description: "Subject 'Your October payslip', sent from a look-alike domain.",
        product: "Office 365 Advanced Threat Protection",
        severity: "Medium",
        minutesAgo: 66,
        lastsMinutes: 8,
        tactics: ["InitialAccess"],
        compromised: "payroll@woodgrove.example",
        remediation: ["Purge the message from all mailboxes.", "Block the sender's domain."]
      },
      {
        title: "Sign-in through a known AiTM proxy",
        description: "Three accounts signed in through login.woodgr0ve.example.",
        product: "Azure Active Directory Identity Protection",
        severity: "High",
        minutesAgo: 58,
        lastsMinutes: 14,
        tactics: ["CredentialAccess"],
        compromised: "nadia@woodgrove.example",
        remediation: ["Revoke all sessions.", "Require a new registration of authentication methods."]
      },
      {
        title: "Anomalous token: session cookie replayed",
        description: "The same session was used from 198.51.100.77, four minutes after the sign-in.",
        product: "Azure Active Directory Identity Protection",
        severity: "High",
        minutesAgo: 50,
        lastsMinutes: 11,
        tactics: ["CredentialAccess", "InitialAccess"],
        compromised: "nadia@woodgrove.example"
      }
    ],
    entities: [
      account("nadia", "Nadia Sample"),
      account("pavel", "Pavel Sample"),
      account("rosa", "Rosa Sample"),
      ip("198.51.100.77", "Netherlands", "Amsterdam"),
      ip("203.0.113.87", "Unknown"),
      url("https://login.woodgr0ve.example/common/oauth2/authorize?client_id=4765445b"),
      mail("hr@woodgr0ve.example", "payroll", "Your October payslip"),
      mailbox("payroll", "Payroll")
    ],
    bookmarks: [
      {
        title: "SigninLogs - AiTM proxy",
        by: "ana",
        minutesAgo: 35,
        notes: "User agent of the replay differs from that of the sign-in.",
        query: "SigninLogs | where IPAddress == '198.51.100.77' | project TimeGenerated, UserPrincipalName, UserAgent",
        row: { UserPrincipalName: "nadia@woodgrove.example", IPAddress: "198.51.100.77", ResultType: 0 }
      }
    ],
    comments: [
      { by: "ana", minutesAgo: 40, message: "Sessions of the three accounts revoked. Purge of the mail is running." },
      { by: "ben", minutesAgo: 6, message: "Purge done: 14 of 14 messages removed. Two more clicks, no sign-in." }
    ],
    tasks: [
      { title: "Purge the message", by: "ana", completed: true },
      { title: "Call the three users", description: "Payroll changes since 09:00 included.", by: "ana" },
      { title: "Block woodgr0ve.example at the proxy", by: "ben" }
    ]
  }
]
