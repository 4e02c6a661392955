import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me } from "@incident-teams/api/me/Me"
import type { AccessRequests, AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import type { PrincipalView } from "@incident-teams/api/values/People"
import { type Chore, chores } from "@incident-teams/api/words/team"
import type { IncidentId, TeamId, Workspace } from "../src/requests/Request.ts"

/** Milliseconds since 1970: the moment that the samples are looked at. */
export const now = Date.UTC(2026, 2, 31, 12) as IncidentView["created"]
const at = (minutesAgo: number) => (now - minutesAgo * 60_000) as IncidentView["created"]

export const workspace = "soc" as Workspace
const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`
const personId = (number: number) => guid(number) as MemberView["id"]
const groupId = (number: number) => guid(900 + number) as TeamView["groups"][number]["id"]

export const ben = { id: personId(2), name: "Ben Sample" }
export const ana = { id: personId(1), name: "Ana Sample" }
export const hugo = { id: personId(8), name: "Hugo Sample" }
export const elif = { id: personId(5), name: "Elif Sample" }
export const farid = { id: personId(6), name: "Farid Sample" }
export const tier1 = { id: groupId(1), name: "SOC tier 1" }

const allowed = { allowed: true } as const

export const me: Me = {
  kind: "person",
  id: ben.id,
  name: ben.name,
  workspaces: [{ alias: workspace, readIncidents: allowed, changeIncidents: allowed, createTeams: allowed }],
  accessRequests: { toDecide: [], own: [] }
}

/** A Reader: may see everything, and change nothing. */
export const reader: Me = {
  ...me,
  name: "Dev Sample",
  id: personId(4),
  workspaces: [
    {
      alias: workspace,
      readIncidents: allowed,
      changeIncidents: {
        allowed: false,
        detail: "Dev Sample may not change this incident of the workspace soc.",
        needs: "Microsoft.SecurityInsights/incidents/write on the workspace soc",
        remedy: "Ask an owner of the workspace's resource group for the role Microsoft Sentinel Responder on it."
      },
      createTeams: {
        allowed: false,
        detail: "Dev Sample may not create a team for an incident of the workspace soc.",
        needs: "Microsoft.SecurityInsights/incidents/write on the workspace soc",
        remedy: "Ask an owner of the workspace's resource group for the role Microsoft Sentinel Responder on it."
      }
    }
  ]
}

export const incidentId = (number: number) => `soc~${guid(number)}` as IncidentId

export const incident = (number: number, change: Partial<IncidentView> = {}): IncidentView => ({
  id: incidentId(number),
  armId:
    `/subscriptions/${guid(0)}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc/providers/Microsoft.SecurityInsights/incidents/${guid(number)}` as IncidentView["armId"],
  etag: `"${number}-1"`,
  number,
  title: `Phishing: credential harvest number ${number}`,
  description: "Mails to finance with a link to a copied sign-in page.",
  severity: "High",
  status: "New",
  labels: [{ name: "phishing" }],
  created: at(number),
  lastModified: at(1),
  url: "https://portal.azure.com/",
  relatedAnalyticRuleIds: [],
  alertsCount: 2,
  bookmarksCount: 1,
  commentsCount: 1,
  alertProductNames: ["Azure Sentinel"],
  tactics: ["InitialAccess"],
  techniques: ["T1566"],
  ...change
})

export const teamId = (number: number) =>
  String(number)
    .replaceAll(/\d/gu, (digit) => "bcdefghijk"[Number(digit)] ?? "")
    .padStart(26, "a") as TeamId

export const summary = (of: IncidentView, change: Partial<TeamSummary> = {}): TeamSummary => ({
  id: teamId(of.number),
  incident: { id: of.id, number: of.number, title: of.title, closed: of.status === "Closed", gone: false },
  name: `INC-${of.number} War room`,
  phase: "open",
  since: at(30),
  desiredState: "open",
  operation: `/v1/operations/${teamId(of.number)}.1`,
  link: "https://teams.microsoft.com/l/team/19%3aexample%40thread.tacv2/conversations",
  platformTeamId: guid(of.number + 100) as NonNullable<TeamSummary["platformTeamId"]>,
  accessRequestsWaiting: 0,
  createdAt: at(40),
  ...change
})

const member = (who: { readonly id: MemberView["id"]; readonly name: string }, change: Partial<MemberView>) => ({
  ...who,
  status: "added" as const,
  groups: [],
  ...change
})

export const members: ReadonlyArray<MemberView> = [
  member(ben, { role: "owner" }),
  member(ana, { role: "member", groups: [tier1.id] }),
  member(elif, { status: "asked" }),
  member(hugo, { status: "refused", reason: "The account is disabled." })
]

const task = { status: "done" } as const

const noChores = Object.fromEntries(chores.map((chore) => [chore, { status: "notAsked" }])) as Pick<TeamView, Chore>

export const team = (of: IncidentView, change: Partial<TeamView> = {}): TeamView => ({
  ...(of.team ?? summary(of)),
  description: "Mails to finance with a link to a copied sign-in page.",
  generation: 1,
  incarnation: 1,
  createdBy: { kind: "person", ...ben },
  updatedAt: at(5),
  incidents: [{ ...(of.team ?? summary(of)).incident, state: "served", founding: true }],
  owners: [ben],
  standbyOwners: [{ id: personId(9), name: "Ines Sample" }],
  people: members,
  groups: [{ ...tier1, status: "done" }],
  counts: { asked: 1, added: 2, refused: 1, inTeam: 2 },
  seenAt: at(5),
  ...noChores,
  page: task,
  announcement: task,
  waits: [],
  accessRequestsWaiting: 1,
  ...change
})

/** Another incident of a team, which was merged, and of which nobody knows yet where it goes on. */
export const merged: TeamView["incidents"][number] = {
  id: incidentId(3),
  number: 3,
  title: "Phishing: credential harvest number 3",
  closed: true,
  gone: false,
  state: "served",
  founding: false,
  merge: {
    since: at(20),
    status: "searching",
    reason: "The merges lead in a circle, over 2 incidents.",
    remedy: "Look up the surviving incident in the Microsoft Defender portal, and choose it as the one that continues."
  }
}

export const details = (of: IncidentView, change: Partial<IncidentDetails> = {}): IncidentDetails => ({
  asOf: now,
  incident: of,
  alerts: {
    status: "read",
    items: [
      {
        id: "a1",
        name: "Sign-in through a known AiTM proxy",
        severity: "High",
        description: "Three accounts signed in.",
        productName: "Identity Protection",
        tactics: ["CredentialAccess"],
        remediationSteps: ["Revoke all sessions."],
        started: at(60)
      }
    ]
  },
  entities: {
    status: "read",
    items: [
      { id: "e1", kind: "Ip", name: "198.51.100.77", facts: [{ key: "country", label: "Country", value: "Utopia" }] },
      { id: "e2", kind: "Account", name: "nadia", facts: [] }
    ],
    counts: [
      { kind: "Ip", count: 1 },
      { kind: "Account", count: 1 }
    ]
  },
  bookmarks: { status: "read", items: [{ id: "b1", name: "Replayed cookie", labels: [], created: at(50) }] },
  comments: {
    status: "read",
    items: [{ id: "c1", message: "<p>Sessions <b>revoked</b>.</p>", author: { name: "Ana Sample" }, created: at(20) }]
  },
  tasks: { status: "read", items: [{ id: "t1", title: "Call the owner of the mailbox", status: "New" }] },
  relations: { status: "read", items: [] },
  ...change
})

export const timeline: ReadonlyArray<TimelineEntry> = [
  {
    position: 1,
    at: at(40),
    event: "TeamRequested",
    text: 'A team called "War room" was asked for.',
    by: { kind: "person", ...ben }
  },
  { position: 2, at: at(30), event: "Provisioned", text: "The team is ready.", by: { kind: "system" } }
]

const accessRequest: AccessRequestView = {
  id: "r1",
  person: elif,
  reason: "I run the mail gateway.",
  askedAt: at(10)
}

/** As an owner reads them. */
export const accessRequests: AccessRequests = { items: [accessRequest], you: { role: "owner", decides: true } }

export const favorites: ReadonlyArray<PrincipalView> = [
  { kind: "group", ...tier1 },
  { kind: "person", ...ana }
]
