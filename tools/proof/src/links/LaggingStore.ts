import type { BrokenRule, Pointer, StoredRecord, TeamRecord } from "./Protocol.ts"

/** A record as it is, or as a store that lags behind still shows it. */
export type View = { readonly [Key in keyof TeamRecord]: TeamRecord[Key] }

/** One record for each incident, under its number. */
export const incidents = 4
const versionsBehind = 5

/** The store of teams and pointers, whose reads may lag behind. Writes never do. */
export class LaggingStore {
  private readonly histories: Array<Array<StoredRecord>> = Array.from({ length: incidents }, () => [
    { _tag: "Nothing" }
  ])
  private readonly random: () => number
  private readonly broken: BrokenRule | undefined
  /** Nothing is read late any more. */
  calm = false

  constructor(random: () => number, broken?: BrokenRule) {
    this.random = random
    this.broken = broken
  }

  /** Everything that is stored, but for the fences, which every look of a worker raises. */
  shown(): string {
    return JSON.stringify(
      this.histories.map((history) => history.at(-1)),
      (key, value: unknown) => (key === "fence" ? 0 : value)
    )
  }

  record(id: number): StoredRecord {
    return this.histories[id]?.at(-1) ?? { _tag: "Nothing" }
  }

  put(id: number, record: StoredRecord): void {
    this.histories[id]?.push(record)
  }

  /** A read may show what was there a moment ago: another machine wrote since. */
  read(id: number): StoredRecord {
    const behind = this.calm || this.random() < 0.7 ? 0 : Math.floor(this.random() * (versionsBehind + 1))
    const history = this.histories[id] ?? []
    return history[Math.max(0, history.length - 1 - behind)] ?? { _tag: "Nothing" }
  }

  /** Compare-and-swap on one team, decided again on what is stored by then. */
  change(id: number, decide: (team: TeamRecord) => void): View | undefined {
    const before = this.record(id)
    if (before._tag !== "Team") return undefined
    const team = structuredClone(before)
    decide(team)
    this.put(id, team)
    return team
  }

  point(id: number, pointer: Pointer): StoredRecord {
    const there = this.record(id)
    if (
      there._tag === "Nothing" ||
      (there._tag === "Pointer" && there.team === pointer.team && there.link < pointer.link)
    ) {
      this.put(id, pointer)
      return pointer
    }
    return there
  }

  unpoint(id: number, { team, link }: Pointer): void {
    const there = this.record(id)
    if (there._tag !== "Pointer") return
    if (
      this.broken === "a pointer is removed regardless of what it says by then" ||
      (there.team === team && there.link === link)
    ) {
      this.put(id, { _tag: "Nothing" })
    }
  }
}
