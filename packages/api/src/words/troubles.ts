import { defined } from "@incident-teams/domain/defined"
import { isolated } from "@incident-teams/domain/text/visibleText"
import type { TeamSummary } from "../teams/TeamSummary.ts"
import type { MemberView, TeamView } from "../teams/TeamView.ts"
import { namesOf, sentence } from "./phrase.ts"
import { stepWords } from "./step.ts"
import { type Chore, choreStatus, chores } from "./team.ts"

/** Something that went wrong with a team, for a person to read. */
export interface Trouble {
  /**
   * `actionNeeded`: the team stays as it is until a person does something. `delayed`: it is retried automatically.
   * `incomplete`: the rest went on without it.
   */
  readonly level: "actionNeeded" | "delayed" | "incomplete"
  /** A sentence. */
  readonly what: string
  /** A sentence, or more of them; absent where there is nothing to add. */
  readonly why?: string
  /** A sentence, or more of them. */
  readonly whatToDo: string
  /** What can be done about it through Incident Teams, so that each client can name its own key or command. */
  readonly actions: ReadonlyArray<"retry" | "restore" | "recreate" | "decideMerge">
  /** The number of the incident that the actions are about; absent: they are about the team. */
  readonly incident?: number
  readonly since?: number
  /** Of what is delayed: how often it was tried, and when it is tried again. */
  readonly tries?: number
  readonly retryAt?: number
}

/** A whole team, or as much of it as lists show. */
export type TeamInTrouble = TeamSummary &
  Partial<Pick<TeamView, Chore | "waits" | "people" | "groups" | "incidents" | "lostAt" | "namesake">>

/** Everything that went wrong with a team: what stops it first, then what is delayed, then what is incomplete. */
export const teamTroubles = (team: TeamInTrouble): ReadonlyArray<Trouble> => [
  ...lost(team),
  ...blocked(team),
  ...unresolvedMerges(team),
  ...namesake(team),
  ...incidentGone(team),
  ...delayed(team),
  ...refusedChores(team),
  ...refusedAnnouncements(team),
  ...refusedGroups(team),
  ...refusedPeople(team)
]

const lost = ({ phase, lostAt, restore }: TeamInTrouble): ReadonlyArray<Trouble> =>
  phase === "lost"
    ? [
        {
          ...(restore?.status === "pending" ? beingRestored : restorable),
          what: "The team was deleted in Teams.",
          ...defined({ since: lostAt })
        }
      ]
    : []

const restorable = {
  level: "actionNeeded",
  whatToDo: "An owner can restore it with its conversations within 30 days, or recreate it as a new team without them.",
  actions: ["restore", "recreate"]
} as const

const beingRestored = {
  level: "delayed",
  whatToDo:
    "No action needed: it is being restored. An owner can also recreate it as a new team without its conversations.",
  actions: ["recreate"]
} as const

const namesake = ({ namesake: group }: TeamInTrouble): ReadonlyArray<Trouble> =>
  group === undefined
    ? []
    : [
        {
          level: "incomplete",
          what: "Another group uses the deleted team's unique name.",
          why: `It is the group ${group}.`,
          whatToDo: "Check in Entra ID who created that group. It is never used as this incident's team.",
          actions: []
        }
      ]

const blocked = ({ blocked: block }: TeamInTrouble): ReadonlyArray<Trouble> =>
  block === undefined
    ? []
    : [
        {
          level: "actionNeeded",
          what: `Action needed: ${stepWords(block.step).failure}.`,
          why: sentence(block.reason),
          whatToDo: sentence(block.remedy),
          actions: ["retry"],
          since: block.since
        }
      ]

const unresolvedMerges = ({ incidents = [] }: TeamInTrouble): ReadonlyArray<Trouble> =>
  incidents.flatMap(({ number, merge }): ReadonlyArray<Trouble> =>
    merge?.status !== "searching" || merge.reason === undefined
      ? []
      : [
          {
            level: "actionNeeded",
            what: `Action needed: Microsoft Defender merged incident ${number} into another one, which can't be followed.`,
            why: sentence(merge.reason),
            whatToDo: `${sentence(merge.remedy ?? "Decide how the incident continues.")} Until then, the team stays open.`,
            actions: ["decideMerge"],
            incident: number,
            since: merge.since
          }
        ]
  )

const incidentGone = ({ incident }: TeamInTrouble): ReadonlyArray<Trouble> =>
  incident.gone
    ? [
        {
          level: "incomplete",
          what: "The incident was deleted in Microsoft Sentinel.",
          whatToDo: "No action needed: the team stays archived.",
          actions: []
        }
      ]
    : []

const delayed = ({ waits = [] }: TeamInTrouble): ReadonlyArray<Trouble> =>
  waits.map(({ step, reason, remedy, since, tries, until }) => ({
    level: "delayed",
    what: `Delayed: ${stepWords(step).activity}.`,
    why: sentence(reason),
    whatToDo:
      remedy === undefined
        ? "No action needed: it is retried automatically."
        : `${sentence(remedy)} It is retried automatically.`,
    actions: ["retry"],
    since,
    tries,
    retryAt: until
  }))

const refusedChores = (team: TeamInTrouble): ReadonlyArray<Trouble> =>
  chores.flatMap((chore): ReadonlyArray<Trouble> => {
    const task = team[chore]
    if (task?.status !== "refused") return []
    return [
      {
        level: "incomplete",
        what: choreStatus(chore, task),
        ...(task.reason === undefined ? {} : { why: sentence(task.reason) }),
        whatToDo: "Correct the cause, then retry.",
        actions: ["retry"]
      }
    ]
  })

const refusedAnnouncements = ({ incidents = [] }: TeamInTrouble): ReadonlyArray<Trouble> =>
  incidents.flatMap(({ number, announcement }): ReadonlyArray<Trouble> =>
    announcement?.status === "refused"
      ? [
          {
            level: "incomplete",
            what: `The team's link couldn't be posted on incident ${number}.`,
            ...(announcement.reason === undefined ? {} : { why: sentence(announcement.reason) }),
            whatToDo: "Correct the cause, then retry.",
            actions: ["retry"]
          }
        ]
      : []
  )

const refusedGroups = ({ groups = [] }: TeamInTrouble): ReadonlyArray<Trouble> =>
  groups
    .filter(({ status }) => status === "refused")
    .map(({ name, reason }) => ({
      level: "incomplete",
      what: `The members of the group ${isolated(name)} can't be read.`,
      ...(reason === undefined ? {} : { why: sentence(reason) }),
      whatToDo: "Correct the cause, then retry.",
      actions: ["retry"]
    }))

/** People who were refused for the same reason stand together: a policy may refuse hundreds. */
const refusedPeople = ({ people = [] }: TeamInTrouble): ReadonlyArray<Trouble> => [
  ...byReason(people.filter(({ status, role }) => status === "refused" && role === undefined)).map(
    ({ names, reason }): Trouble => ({
      level: "incomplete",
      what: `Not added: ${names}.`,
      ...(reason === undefined ? {} : { why: sentence(reason) }),
      whatToDo: "Correct the cause, then add them again.",
      actions: []
    })
  ),
  ...byReason(people.filter(({ status }) => status === "notRemoved")).map(({ names, reason }): Trouble => ({
    level: "incomplete",
    what: `Not removed: ${names}.`,
    ...(reason === undefined ? {} : { why: sentence(reason) }),
    whatToDo: "Remove them in Teams, or correct the cause and remove them again.",
    actions: []
  }))
]

const byReason = (
  people: ReadonlyArray<MemberView>
): ReadonlyArray<{ readonly names: string; readonly reason: string | undefined }> => {
  const reasons = new Map<string | undefined, Array<string>>()
  for (const { name, reason } of people) {
    const names = reasons.get(reason)
    if (names === undefined) reasons.set(reason, [name])
    else names.push(name)
  }
  return [...reasons].map(([reason, names]) => ({ names: namesOf(names), reason }))
}
