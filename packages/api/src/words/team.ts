import type { Chore as TeamChore } from "@incident-teams/domain/team/Step"
import { isolated } from "@incident-teams/domain/text/visibleText"
import type { TeamSummary } from "../teams/TeamSummary.ts"
import type { MemberView, TaskView, TeamView } from "../teams/TeamView.ts"

type Phase = TeamSummary["phase"]

const phases: Readonly<Record<Phase, { readonly word: string; readonly sentence: string }>> = {
  requested: { word: "Requested", sentence: "The team was requested. It doesn't exist in Teams yet." },
  provisioning: { word: "Creating", sentence: "The team is being created in Teams." },
  open: { word: "Open", sentence: "The team is open." },
  archiving: { word: "Archiving", sentence: "The team is being archived." },
  archived: {
    word: "Archived",
    sentence: "The team is archived: its members can read everything, but no one can post."
  },
  reopening: { word: "Reopening", sentence: "The same team is being reopened, with its conversations." },
  lost: { word: "Deleted", sentence: "The team was deleted in Teams." }
}

/** A phase in one word of at most nine letters: `Archiving`. */
export const phaseWord = (phase: Phase): string => phases[phase].word

/** What a phase means for the people in the team, as a sentence. */
export const phaseSentence = (phase: Phase): string => phases[phase].sentence

type InShort = Pick<TeamSummary, "phase" | "blocked" | "archivesAt" | "keptOpen">

/**
 * The state of an incident's team in nine letters at most: its phase, `Blocked`, `Closing` or `Kept open` where it is
 * open although its incident is closed, or `None`.
 */
export const teamWord = (team: InShort | undefined): string => {
  if (team === undefined) return "None"
  if (team.blocked !== undefined) return "Blocked"
  if (team.phase !== "open") return phaseWord(team.phase)
  return team.keptOpen !== undefined ? "Kept open" : team.archivesAt === undefined ? phaseWord("open") : "Closing"
}

/** What people call a step of a team's lifecycle. Its own name (`EnsureTeam`) is for programs and is never shown. */
export interface StepWords {
  /** After "Delayed:", or as a subject: `creating the team's group`. */
  readonly activity: string
  /** A clause that says what the failure means: `the team's group can't be created`. */
  readonly failure: string
}

/** The things beside the team itself that are done once, by their names on the wire. */
export const chores = ["app", "page", "announcement", "rename", "restore", "renewal"] as const
export type Chore = (typeof chores)[number]

type Words = "name" | TaskView["status"]

const choreWords: Readonly<
  Record<TeamChore, Readonly<Record<Words | keyof StepWords, string>>> &
    Record<Exclude<Chore, TeamChore>, Readonly<Record<Words, string>>>
> = {
  app: {
    name: "App",
    activity: "installing the app",
    failure: "the app can't be installed",
    notAsked: "Not requested",
    pending: "Being installed",
    done: "Installed",
    refused: "The app couldn't be installed in the team."
  },
  page: {
    name: "Incident page",
    activity: "pinning the Incident page",
    failure: "the Incident page can't be pinned",
    notAsked: "Not requested",
    pending: "Being pinned",
    done: "Pinned",
    refused: "The Incident page couldn't be pinned in the team."
  },
  announcement: {
    name: "Link on the incident",
    activity: "posting the team's link on the incident",
    failure: "the team's link can't be posted on the incident",
    notAsked: "Not requested",
    pending: "Being posted",
    done: "Posted",
    refused: "The team's link couldn't be posted on the incident."
  },
  rename: {
    name: "Rename",
    notAsked: "Not requested",
    pending: "Being renamed",
    done: "Renamed",
    refused: "The team couldn't be renamed."
  },
  restore: {
    name: "Restore",
    notAsked: "Not requested",
    pending: "Being restored",
    done: "Restored",
    refused: "The team couldn't be restored."
  },
  renewal: {
    name: "Expiration",
    notAsked: "Not renewed",
    pending: "Being renewed",
    done: "Renewed",
    refused: "The team couldn't be renewed before it expires."
  }
}

/** A chore as a step that is under way or delayed. */
export const choreStepWords: Readonly<Record<TeamChore, StepWords>> = choreWords

/** What a chore is called, as a label: `Incident page`. */
export const choreName = (chore: Chore): string => choreWords[chore].name

/** How far a chore has come: `Pinned`; of a refused one a whole sentence without the reason. */
export const choreStatus = (chore: Chore, { status }: TaskView): string => choreWords[chore][status]

/** The status of a person in the team, with a note if there is one. */
export interface MemberWords {
  /** `Owner`, `Adding`, `Not added`: at most 12 letters. */
  readonly status: string
  readonly note?: string
}

const roles = { owner: "Owner", member: "Member", guest: "Guest" } as const

/** A person of the team, for a column or a line of a list. */
export const memberWords = (member: Pick<MemberView, "status" | "role" | "reason">): MemberWords => {
  const { status, role } = member
  const reason = member.reason === undefined ? undefined : isolated(member.reason)
  if (role !== undefined) {
    const note = {
      asked: undefined,
      added: undefined,
      refused: undefined,
      leaving: "Being removed",
      removed: "Removed; Teams still lists this person",
      notRemoved: `Couldn't be removed: ${reason ?? "no reason was given"}`,
      notAsked: "Added in Teams"
    }[status]
    return note === undefined ? { status: roles[role] } : { status: roles[role], note }
  }
  switch (status) {
    case "asked":
      return { status: "Adding" }
    case "added":
      return { status: "Added", note: "Teams doesn't list this person, not yet or no longer" }
    case "refused":
      return { status: "Not added", note: reason ?? "No reason was given" }
    case "leaving":
      return { status: "Removing" }
    case "removed":
      return { status: "Removed" }
    case "notRemoved":
      return { status: "Not removed", note: reason ?? "No reason was given" }
    case "notAsked":
      return { status: "Not listed" }
  }
}

/** How far a group has come whose members were to be added: `Members added`, `Members couldn't be read`. */
export const groupStatus = ({ status }: Pick<TeamView["groups"][number], "status">): string =>
  ({ pending: "Reading its members", done: "Members copied", refused: "Members can't be read" })[status]
