import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { StepName } from "@incident-teams/domain/team/Step"
import { describe, expect, it } from "vitest"
import type { MemberView, TeamView } from "../teams/TeamView.ts"
import { type Chore, chores } from "./team.ts"
import { type TeamInTrouble, teamTroubles } from "./troubles.ts"

const guid = (end: number): string => `2046feea-040d-4a46-9e2b-${String(end).padStart(12, "0")}`
const at = timestampOf(1_000)

const well: TeamInTrouble = {
  id: TeamId.make("k3v5c2mqzt7n4wjy6abdxe2fho"),
  incident: {
    id: IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5"),
    number: 1042,
    title: "Phishing",
    closed: false,
    gone: false
  },
  name: "INC-1042",
  phase: "open",
  since: at,
  desiredState: "open",
  operation: "/v1/operations/k3v5c2mqzt7n4wjy6abdxe2fho.1",
  accessRequestsWaiting: 0,
  createdAt: at
}

const person = (number: number, status: MemberView["status"], more: Partial<MemberView> = {}): MemberView => ({
  id: PersonId.make(guid(number)),
  name: `Person ${number}`,
  status,
  groups: [],
  ...more
})

const chore: Readonly<Record<Chore, Partial<TeamInTrouble>>> = {
  app: { app: { status: "refused", reason: "No app." } },
  page: { page: { status: "refused", reason: "No page." } },
  announcement: { announcement: { status: "refused", reason: "No comment." } },
  rename: { rename: { status: "refused", reason: "No name." } },
  restore: { restore: { status: "refused", reason: "No team." } },
  renewal: { renewal: { status: "refused", reason: "No right." } }
}

const ill: TeamInTrouble = {
  ...well,
  ...Object.assign({}, ...Object.values(chore)),
  phase: "lost",
  incident: { ...well.incident, gone: true },
  lostAt: at,
  namesake: PlatformTeamId.make("namesake-1"),
  blocked: { step: "EnsureTeam", reason: "Teams refused it", remedy: "Look; then retry.", since: at },
  waits: [{ step: "AddMembers", tries: 4, since: at, until: timestampOf(9_000), reason: "Throttled (429)." }],
  groups: [
    { id: GroupId.make(guid(1)), name: "Legal", status: "refused", reason: "It is hidden" },
    { id: GroupId.make(guid(2)), name: "SOC", status: "done" }
  ],
  people: [person(1, "refused", { reason: "The account is disabled." }), person(2, "notRemoved", { role: "owner" })]
}

describe("the troubles of a team", () => {
  it("are none of a team that is well or on its way", () => {
    expect(teamTroubles(well)).toEqual([])
    const underWay = person(1, "asked")
    expect(
      teamTroubles({ ...well, phase: "provisioning", app: { status: "pending" }, waits: [], people: [underWay] })
    ).toEqual([])
  })

  it("don't ask anybody to restore a deleted team that is being restored", () => {
    const deleted: TeamInTrouble = { ...well, phase: "lost", lostAt: at }
    expect(teamTroubles(deleted)).toMatchObject([{ level: "actionNeeded", actions: ["restore", "recreate"] }])
    expect(teamTroubles({ ...deleted, restore: { status: "pending" } })).toMatchObject([
      { level: "delayed", what: "The team was deleted in Teams.", actions: ["recreate"] }
    ])
  })

  it("are told one after the other, what needs a person first, each with what to do", () => {
    expect(teamTroubles(ill).map(({ what, why, whatToDo }) => [what, why, whatToDo])).toEqual([
      [
        "The team was deleted in Teams.",
        undefined,
        "An owner can restore it with its conversations within 30 days, or recreate it as a new team without them."
      ],
      ["Action needed: the team can't be created.", "Teams refused it.", "Look; then retry."],
      [
        "Another group uses the deleted team's unique name.",
        "It is the group namesake-1.",
        "Check in Entra ID who created that group. It is never used as this incident's team."
      ],
      ["The incident was deleted in Microsoft Sentinel.", undefined, "No action needed: the team stays archived."],
      ["Delayed: adding people.", "Throttled (429).", "No action needed: it is retried automatically."],
      ["The app couldn't be installed in the team.", "No app.", "Correct the cause, then retry."],
      ["The Incident page couldn't be pinned in the team.", "No page.", "Correct the cause, then retry."],
      ["The team's link couldn't be posted on the incident.", "No comment.", "Correct the cause, then retry."],
      ["The team couldn't be renamed.", "No name.", "Correct the cause, then retry."],
      ["The team couldn't be restored.", "No team.", "Correct the cause, then retry."],
      ["The team couldn't be renewed before it expires.", "No right.", "Correct the cause, then retry."],
      ["The members of the group Legal can't be read.", "It is hidden.", "Correct the cause, then retry."],
      ["Not added: Person 1.", "The account is disabled.", "Correct the cause, then add them again."],
      ["Not removed: Person 2.", undefined, "Remove them in Teams, or correct the cause and remove them again."]
    ])
  })

  it("say what to do about a delay that lasts until someone acts", () => {
    const wait = { step: "AddMembers", tries: 4, since: at, until: at, reason: "A permission is missing." }
    const [delayed] = teamTroubles({ ...well, waits: [{ ...wait, remedy: "Grant it", installation: "permission" }] })
    expect(delayed?.whatToDo).toBe("Grant it. It is retried automatically.")
  })

  it("are an incident that was merged, where someone has to decide how it continues", () => {
    const merged = (merge: Partial<NonNullable<TeamView["incidents"][number]["merge"]>>) =>
      teamTroubles({
        ...well,
        incidents: [
          { ...well.incident, state: "served", founding: true, merge: { since: at, status: "searching", ...merge } }
        ]
      })
    expect(merged({})).toEqual([])
    expect(merged({ reason: "It isn't here", remedy: "Look it up" })).toEqual([
      {
        level: "actionNeeded",
        what: "Action needed: Microsoft Defender merged incident 1042 into another one, which can't be followed.",
        why: "It isn't here.",
        whatToDo: "Look it up. Until then, the team stays open.",
        actions: ["decideMerge"],
        incident: 1042,
        since: at
      }
    ])
  })

  it("say when what is delayed is tried again", () => {
    const [delayed] = teamTroubles({ ...well, waits: ill.waits ?? [] })
    expect(delayed).toMatchObject({ level: "delayed", tries: 4, since: 1_000, retryAt: 9_000, actions: ["retry"] })
  })

  it.each(chores)("show a refused %s by itself, of which a list knows nothing", (one) => {
    expect(teamTroubles({ ...well, ...chore[one] })).toHaveLength(1)
  })

  it("put people together who were refused for the same reason", () => {
    const people = Array.from({ length: 300 }, (_, index) => person(index, "refused", { reason: "Guests are blocked" }))
    const other = person(301, "refused", { reason: "The account is disabled." })
    expect(teamTroubles({ ...well, people: [...people, other] }).map(({ what, why }) => [what, why])).toEqual([
      ["Not added: Person 0, Person 1, Person 2, and 297 others.", "Guests are blocked."],
      ["Not added: Person 301.", "The account is disabled."]
    ])
  })

  it("don't name people who were refused but are in the team all the same", () => {
    expect(teamTroubles({ ...well, people: [person(1, "refused", { role: "member" })] })).toEqual([])
  })

  it.each([...StepName.literals, "StepOfANewerServer"])("never show the internal name of %s", (step) => {
    const stuck = { step, reason: "It failed.", remedy: "Retry.", since: at }
    const texts = teamTroubles({ ...well, blocked: stuck, waits: [{ ...stuck, tries: 1, until: at }] })
    expect(texts).toHaveLength(2)
    for (const { what } of texts) {
      // The name of a chore, such as page, is an ordinary word.
      if (/^[A-Z]/u.test(step)) expect(what).not.toContain(step)
      expect(what).toMatch(/^(?:Action needed|Delayed): .+\.$/u)
    }
  })
})
