import type { BrokenRule, Link, Pointer, StoredRecord, TeamRecord } from "./Protocol.ts"
import { isJoining, isLeaving, listed, servedBy } from "./Protocol.ts"

/** A process between two accesses to the store. It may be continued at any time, or never again. */
type Process = Generator<undefined, void, void>

/** A record as it is, or as a store that lags behind still shows it. */
type View = { readonly [Key in keyof TeamRecord]: TeamRecord[Key] }

const incidents = 4
const restWithin = 100
/** A worker may look at something else for a while. */
const quietRounds = 10
const versionsBehind = 5

/** A broken law, in words. */
class LawBroken extends Error {}

/** A pseudo-random number from 0 to 1 (mulberry32), the same for the same seed. */
const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One life of some incidents and their teams, with everything that may come in between. */
export class Walk {
  private readonly histories: Array<Array<StoredRecord>> = Array.from({ length: incidents }, () => [
    { _tag: "Nothing" }
  ])
  private readonly processes: Array<Process> = []
  private readonly random: () => number
  private readonly broken: BrokenRule | undefined
  private names = 0
  /** Nothing is read late, dies or freezes any more: what was begun comes to its end. */
  private calm = false

  constructor(seed: number, broken?: BrokenRule) {
    this.random = randomOf(seed)
    this.broken = broken
  }

  /** Everybody acts, works, dies and freezes; then everything comes to rest, and the laws must hold. */
  run(): void {
    for (let turn = 0; turn < 160; turn++) {
      if (this.random() < 0.25) this.processes.push(this.act())
      else if (this.random() < 0.35) this.processes.push(this.work(this.pick()))
      this.continueOne()
      this.neverServedTwice()
    }
    this.calm = true
    while (this.processes.length > 0) {
      this.continueOne()
      this.neverServedTwice()
    }
    for (let round = 0, quiet = 0; round < restWithin && quiet < quietRounds; round++) {
      const before = this.shown()
      for (let id = 0; id < incidents; id++) {
        for (const process of [this.work(id), this.find(id)]) {
          while (process.next().done !== true) this.neverServedTwice()
        }
      }
      quiet = before === this.shown() ? quiet + 1 : 0
    }
    this.atRest()
  }

  /** Everything that is stored, but for the fences, which every look of a worker raises. */
  private shown(): string {
    return JSON.stringify(
      this.histories.map((history) => history.at(-1)),
      (key, value: unknown) => (key === "fence" ? 0 : value)
    )
  }

  private pick(): number {
    return Math.floor(this.random() * incidents)
  }

  /** One access of one process. Now and then it is the last one that the process makes. */
  private continueOne(): void {
    const at = Math.floor(this.random() * this.processes.length)
    const process = this.processes[at]
    if (process === undefined) return
    const isDead = !this.calm && this.random() < 0.04
    if (isDead || process.next().done === true) this.processes.splice(at, 1)
  }

  private record(id: number): StoredRecord {
    return this.histories[id]?.at(-1) ?? { _tag: "Nothing" }
  }

  private store(id: number, record: StoredRecord): void {
    this.histories[id]?.push(record)
  }

  /** A read may show what was there a moment ago: another machine wrote since. */
  private read(id: number): StoredRecord {
    const behind = this.calm || this.random() < 0.7 ? 0 : Math.floor(this.random() * (versionsBehind + 1))
    const history = this.histories[id] ?? []
    return history[Math.max(0, history.length - 1 - behind)] ?? { _tag: "Nothing" }
  }

  /** Compare-and-swap on one team, decided again on what is stored by then. */
  private change(id: number, decide: (team: TeamRecord) => void): View | undefined {
    const before = this.record(id)
    if (before._tag !== "Team") return undefined
    const team = structuredClone(before)
    decide(team)
    this.store(id, team)
    return team
  }

  // The three operations of the store on pointers

  private point(id: number, pointer: Pointer): StoredRecord {
    const there = this.record(id)
    if (
      there._tag === "Nothing" ||
      (there._tag === "Pointer" && there.team === pointer.team && there.link < pointer.link)
    ) {
      this.store(id, pointer)
      return pointer
    }
    return there
  }

  private unpoint(id: number, { team, link }: Pointer): void {
    const there = this.record(id)
    if (there._tag !== "Pointer") return
    if (
      this.broken === "a pointer is removed whatever it says by then" ||
      (there.team === team && there.link === link)
    ) {
      this.store(id, { _tag: "Nothing" })
    }
  }

  // What people and the feed ask for

  private *act(): Process {
    const [one, other] = [this.pick(), this.pick()]
    const kind = this.random()
    if (kind < 0.3) yield* this.create(one)
    else if (kind < 0.55) yield* this.link(one, other)
    else if (kind < 0.7) yield* this.unlink(one)
    else if (kind < 0.85) yield* this.observeMerge(one, other)
    else yield* this.addSomeone(one)
  }

  private *create(id: number): Process {
    yield
    const there = this.record(id)
    if (there._tag === "Nothing") {
      this.store(id, { _tag: "Team", drawn: 0, links: [], seeking: [], people: [this.someone()], fence: 0 })
    } else if (there._tag === "Pointer") {
      yield* this.removeIfStale(id, there)
    }
  }

  private someone(): string {
    this.names += 1
    return `person ${this.names}`
  }

  private *addSomeone(id: number): Process {
    yield
    this.change(id, (team) => {
      if (team.mergedInto !== undefined && this.broken !== "a merged team takes people") return
      team.people = [...team.people, this.someone()]
    })
  }

  private *link(incident: number, to: number): Process {
    yield
    if (incident === to) return
    this.change(to, (team) => {
      this.intend(team, to, incident)
    })
  }

  /** A merged team begins nothing; what is listed already isn't begun twice. */
  private intend(team: TeamRecord, id: number, of: number): void {
    if (id === of || team.mergedInto !== undefined) return
    if (team.links.some((link) => link.of === of || link.incidents.includes(of))) return
    team.drawn += 1
    team.links = [...team.links, { number: team.drawn, of, state: "joining", incidents: [] }]
  }

  private *unlink(from: number): Process {
    yield
    this.change(from, (team) => {
      if (team.mergedInto !== undefined) return
      const linked = team.links.filter(({ state }) => state === "linked")
      const one = linked[Math.floor(this.random() * linked.length)]
      if (one !== undefined)
        team.links = team.links.map((link) => (link === one ? { ...link, state: "leaving" } : link))
    })
  }

  /** An incident of the team was merged into another one. */
  private *observeMerge(incident: number, survivor: number): Process {
    yield
    if (incident === survivor) return
    const team = yield* this.find(incident)
    yield
    if (team === undefined) return
    this.change(team, (one) => {
      if (one.mergedInto === undefined) one.seeking = [...one.seeking, { incident, survivor }]
    })
  }

  // Finding the team that serves an incident

  private *removeIfStale(id: number, pointer: Pointer): Generator<undefined, boolean, void> {
    yield
    const team = this.read(pointer.team)
    const isStale =
      team._tag === "Team" &&
      listed(team, pointer.link) === undefined &&
      (this.broken === "a pointer is stale as soon as its team doesn't list it" || team.drawn >= pointer.link)
    if (!isStale) return false
    yield
    this.unpoint(id, pointer)
    return true
  }

  /** Along the pointer, then along what teams were merged into; what leads nowhere is removed. */
  private *find(id: number): Generator<undefined, number | undefined, void> {
    yield
    const there = this.read(id)
    if (there._tag === "Nothing") return undefined
    if (there._tag === "Pointer") {
      if (yield* this.removeIfStale(id, there)) return undefined
      return yield* this.goOn(there.team)
    }
    return yield* this.goOn(id)
  }

  private *goOn(id: number): Generator<undefined, number | undefined, void> {
    yield
    const team = this.read(id)
    if (team._tag !== "Team" || team.mergedInto === undefined) return id
    const { team: into, link } = team.mergedInto
    yield
    const next = this.read(into)
    const there = next._tag === "Team" ? listed(next, link) : undefined
    if (next._tag === "Team" && there === undefined && next.drawn >= link) {
      yield
      this.change(id, (one) => this.comeApart(one, into, link))
      return id
    }
    return there?.state === "linked" ? yield* this.goOn(into) : id
  }

  private comeApart(team: TeamRecord, from: number, link: number): void {
    if (team.mergedInto?.team === from && team.mergedInto.link === link) delete team.mergedInto
  }

  // What workers do

  /** One step of a team under a fence; its outcome is dropped if another worker has taken over. */
  private *work(id: number): Process {
    yield
    const claimed = this.change(id, (team) => {
      team.fence += 1
    })
    if (claimed === undefined) return
    const report = (decide: (team: TeamRecord) => void) =>
      this.change(id, (team) => {
        if (team.fence === claimed.fence) decide(team)
      })
    const { mergedInto, links, seeking } = claimed
    if (mergedInto !== undefined) {
      yield* this.confirm(id, report)
      return
    }
    const [wanted] = seeking
    const begun = links.filter(({ state }) => state !== "linked")
    const link = begun[Math.floor(this.random() * begun.length)]
    if (link === undefined || (wanted !== undefined && this.random() < 0.3)) {
      if (wanted !== undefined) yield* this.seek(id, wanted, report)
    } else if (link.state === "joining") yield* this.join(id, link, claimed, report)
    else yield* this.leave(id, link, report)
  }

  private *join(id: number, link: Link, before: View, report: (decide: (team: TeamRecord) => void) => void): Process {
    const settle = (decide: (team: TeamRecord, link: Link) => void) => {
      report((team) => {
        const one = listed(team, link.number)
        if (one?.state === "joining") decide(team, one)
      })
    }
    const refuse = () => {
      settle((team, one) => {
        team.links = team.links.filter((other) => other !== one)
      })
    }
    const becomesLinked = (served: ReadonlyArray<number>, people: ReadonlyArray<string>) => {
      settle((team, one) => {
        one.state = "linked"
        one.incidents = served
        team.people = [...team.people, ...people]
      })
    }
    const early = this.read(link.of)
    yield
    const there = this.point(link.of, { _tag: "Pointer", team: id, link: link.number })
    yield
    if (there._tag === "Nothing") return
    if (there._tag === "Pointer") {
      if (there.team === id && there.link === link.number) becomesLinked([link.of], [])
      else if (!(yield* this.removeIfStale(link.of, there))) {
        yield
        refuse()
      }
      return
    }
    const isMerged = (team: View | undefined) =>
      team?.mergedInto !== undefined && team.mergedInto.team === id && team.mergedInto.link === link.number
    const answer = this.change(link.of, (team) => {
      if (team.mergedInto !== undefined || isLeaving(team)) return
      if (isJoining(team) && this.broken !== "a source may be merged while it links incidents itself") return
      team.mergedInto = { team: id, link: link.number, confirmed: false }
    })
    yield
    if (answer === undefined) return
    if (isMerged(answer)) {
      const copied =
        this.broken === "people are copied before the source is merged" && early._tag === "Team" ? early : answer
      becomesLinked(servedBy(link.of, answer), copied.people)
    } else if (answer.mergedInto !== undefined) refuse()
    else if (
      isJoining(answer) &&
      link.of < id &&
      before.links.includes(link) &&
      this.broken !== "two teams that wait for each other both wait"
    ) {
      refuse()
    }
  }

  private *leave(id: number, link: Link, report: (decide: (team: TeamRecord) => void) => void): Process {
    yield
    this.unpoint(link.of, { _tag: "Pointer", team: id, link: link.number })
    yield
    this.change(link.of, (team) => this.comeApart(team, id, link.number))
    yield
    report((team) => {
      team.links = team.links.filter(({ number, state }) => number !== link.number || state !== "leaving")
    })
  }

  private *seek(
    id: number,
    wanted: TeamRecord["seeking"][number],
    report: (decide: (team: TeamRecord) => void) => void
  ): Process {
    const found = yield* this.find(wanted.survivor)
    yield
    if (found === undefined) report((team) => this.intend(team, id, wanted.survivor))
    else if (found === id) {
      report((team) => {
        team.seeking = team.seeking.filter(({ survivor }) => survivor !== wanted.survivor)
      })
    } else this.change(found, (team) => this.intend(team, found, id))
  }

  /** Archives a merged team once its incidents are served by the other one; otherwise the merge comes apart. */
  private *confirm(id: number, report: (decide: (team: TeamRecord) => void) => void): Process {
    yield
    const before = this.read(id)
    if (before._tag !== "Team" || before.mergedInto === undefined) return
    const { team: into, link } = before.mergedInto
    const target = this.read(into)
    const there = target._tag === "Team" ? listed(target, link) : undefined
    yield
    if (there?.state === "linked" || this.broken === "a source is archived as soon as it is merged") {
      report((team) => {
        if (team.mergedInto?.team !== into || team.mergedInto.link !== link) return
        team.mergedInto = { team: into, link, confirmed: true }
        this.isServedElsewhere(id, into, link)
      })
    } else if (target._tag === "Team" && there === undefined && target.drawn >= link) {
      report((team) => this.comeApart(team, into, link))
    }
  }

  // The laws

  private isServedElsewhere(id: number, into: number, link: number): void {
    const target = this.record(into)
    const there = target._tag === "Team" ? listed(target, link) : undefined
    if (there === undefined || there.state === "joining" || !there.incidents.includes(id)) {
      throw new LawBroken(`L17: team ${id} is archived, and team ${into} doesn't serve its incident`)
    }
  }

  private neverServedTwice(): void {
    const served = new Map<number, number>()
    for (let id = 0; id < incidents; id++) {
      const team = this.record(id)
      if (team._tag !== "Team" || team.mergedInto !== undefined) continue
      for (const incident of servedBy(id, team)) {
        const other = served.get(incident)
        if (other !== undefined) throw new LawBroken(`L18: incident ${incident} is served by ${other} and ${id}`)
        served.set(incident, id)
      }
    }
  }

  private atRest(): void {
    for (let id = 0; id < incidents; id++) {
      const record = this.record(id)
      if (record._tag === "Team" && record.mergedInto === undefined) {
        if (isJoining(record) || isLeaving(record) || record.seeking.length > 0) {
          throw new LawBroken(`Team ${id} doesn't come to rest: ${JSON.stringify(record)}`)
        }
      }
      if (record._tag === "Nothing") continue
      const serving = this.servingAtRest(id)
      if (serving === undefined) throw new LawBroken(`L17: no live team serves incident ${id} any more`)
      if (record._tag === "Team") {
        const lost = record.people.filter((one) => !serving.people.includes(one))
        if (lost.length > 0) throw new LawBroken(`L19: ${lost.join(", ")} lost sight of incident ${id}`)
      }
    }
  }

  private servingAtRest(incident: number): TeamRecord | undefined {
    for (let id = 0; id < incidents; id++) {
      const team = this.record(id)
      if (team._tag === "Team" && team.mergedInto === undefined && servedBy(id, team).includes(incident)) return team
    }
    return undefined
  }
}
