import { Effect } from "effect"
import { Findings } from "./Findings.ts"
import { Narrator } from "./Narrator.ts"
import type { Platform, PlatformTeam, Truth } from "./Platform.ts"

/** The expected state of the platform at some point of the story. */
export interface Expected {
  /** For a person: "after the close". */
  readonly when: string
  readonly archived: boolean
  /** Object ids; neither more nor fewer. */
  readonly owners: ReadonlySet<string>
  readonly members: ReadonlySet<string>
  /** The Incident page, which is pinned once. */
  readonly page: string
  /** The one team's id, where it is known from before. */
  readonly id?: string
}

/** Those that aren't deleted. */
export const live = ({ teams }: Truth): ReadonlyArray<PlatformTeam> =>
  teams.filter((team) => team.deletedAt === undefined)

const difference = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlyArray<string> =>
  [...one].filter((id) => !other.has(id))

/** Everything that isn't as expected, one clause each. */
export const differences = (truth: Truth, expected: Expected): ReadonlyArray<string> => {
  const [team, ...others] = live(truth)
  if (team === undefined) return ["the platform has no team"]
  const nameOf = (id: string) => team.members.find(({ userId }) => userId === id)?.displayName ?? id
  const ids = (isOwner: boolean) =>
    new Set(team.members.filter(({ roles }) => roles.includes("owner") === isOwner).map(({ userId }) => userId))
  const people = (role: string, are: ReadonlySet<string>, wanted: ReadonlySet<string>) => [
    ...difference(wanted, are).map((id) => `${nameOf(id)} isn't ${role}`),
    ...difference(are, wanted).map((id) => `${nameOf(id)} is ${role}, unexpectedly`)
  ]
  const pages = team.tabs.filter(({ contentUrl }) => contentUrl === expected.page).length
  return [
    ...(others.length === 0 ? [] : [`the platform has ${others.length + 1} teams instead of one`]),
    ...(truth.groupsWithoutTeam.length === 0 ? [] : ["the platform has a group without a team"]),
    ...(expected.id === undefined || team.id === expected.id ? [] : [`the team is ${team.id}, not ${expected.id}`]),
    ...(team.isArchived === expected.archived ? [] : [`the team is ${team.isArchived ? "" : "not "}archived`]),
    ...people("an owner", ids(true), expected.owners),
    ...people("a member", ids(false), expected.members),
    ...(pages === 1 ? [] : [`the Incident page is pinned ${pages} times instead of once`])
  ]
}

export const describeTeam = ({ displayName, id, isArchived, members, tabs }: PlatformTeam): string => {
  const owners = members.filter(({ roles }) => roles.includes("owner")).map((owner) => owner.displayName)
  return [
    `The platform shows team ${id.slice(0, 8)} "${displayName}":`,
    `${isArchived ? "archived" : "open"}, ${members.length} people, owned by ${owners.join(" and ")},`,
    `tab: ${tabs.map((tab) => tab.displayName).join(", ") || "none"}.`
  ].join(" ")
}

const judge = Effect.fnUntraced(function* (truth: Truth, expected: Expected) {
  const findings = yield* Findings
  for (const problem of differences(truth, expected)) yield* findings.expect(false, `${expected.when}, ${problem}.`)
  const [first] = live(truth)
  return { id: first?.id ?? "", webUrl: first?.webUrl ?? "", teams: live(truth).length }
})

/** Reads the platform's actual state and records what isn't as expected. Id and address are those of its first team. */
export const recordDifferences = Effect.fnUntraced(function* (platform: Platform, expected: Expected) {
  return yield* judge(yield* platform.truth, expected)
})

/** The same, narrated. */
export const inspectPlatform = Effect.fnUntraced(function* (platform: Platform, expected: Expected) {
  const narrator = yield* Narrator
  const truth = yield* platform.truth
  for (const team of live(truth)) yield* narrator.say(describeTeam(team))
  return yield* judge(truth, expected)
})
