/** What a link does next: it waits for the record of its incident to say so, stands, or is being undone. */
export type LinkState = "joining" | "linked" | "leaving"

export interface Link {
  readonly number: number
  /** The incident whose own record is to lead here. */
  readonly of: number
  state: LinkState
  /** Incidents served by this link: one, or all of a team that was merged into this one. Unknown before that. */
  incidents: ReadonlyArray<number>
}

export interface TeamRecord {
  readonly _tag: "Team"
  /** Numbers links; none comes twice. */
  drawn: number
  links: ReadonlyArray<Link>
  mergedInto?: { readonly team: number; readonly link: number; readonly confirmed: boolean }
  /** Incidents that were merged into another one which this team still looks for. */
  seeking: ReadonlyArray<{ readonly incident: number; readonly survivor: number }>
  people: ReadonlyArray<string>
  fence: number
}

export interface Pointer {
  readonly _tag: "Pointer"
  readonly team: number
  readonly link: number
}

export type StoredRecord = { readonly _tag: "Nothing" } | Pointer | TeamRecord

/** The rules that a walk may break on purpose, to see that the model notices. Each is what the protocol once was. */
export const brokenRules = [
  "a pointer is stale as soon as its team doesn't list it",
  "a pointer is removed regardless of what it says by then",
  "a source is archived as soon as it is merged",
  "a source may be merged while it links incidents itself",
  "two teams that wait for each other both wait",
  "people are copied before the source is merged",
  "a merged team takes people"
] as const
export type BrokenRule = (typeof brokenRules)[number]

export const listed = (team: TeamRecord, link: number): Link | undefined =>
  team.links.find(({ number }) => number === link)

export const isJoining = ({ links }: TeamRecord): boolean => links.some(({ state }) => state === "joining")
export const isLeaving = ({ links }: TeamRecord): boolean => links.some(({ state }) => state === "leaving")

/** The incidents that a team serves for certain. */
export const servedBy = (id: number, team: TeamRecord): ReadonlyArray<number> => [
  id,
  ...team.links.flatMap(({ state, incidents }) => (state === "linked" ? incidents : []))
]
