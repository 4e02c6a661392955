import { seeded } from "../testing/seeded.ts"
import { incidents, LaggingStore, type View } from "./LaggingStore.ts"
import { requireRest, requireServedElsewhere, requireServedOnce } from "./laws.ts"
import type { BrokenRule, Link, Pointer, TeamRecord } from "./Protocol.ts"
import { isJoining, isLeaving, listed, servedBy } from "./Protocol.ts"

/** A process between two accesses to the store. It may be continued at any time, or never again. */
type Process = Generator<undefined, void, void>

const restWithin = 100
/** A worker may look at something else for a while. */
const quietRounds = 10

/** One life of some incidents and their teams, with everything that may come in between. */
export class Walk {
  private readonly store: LaggingStore
  private readonly processes: Array<Process> = []
  private readonly random: () => number
  private readonly broken: BrokenRule | undefined
  private names = 0

  constructor(seed: number, broken?: BrokenRule) {
    this.random = seeded(seed)
    this.broken = broken
    this.store = new LaggingStore(this.random, broken)
  }

  /** Everybody acts, works, dies and freezes; then everything comes to rest, and the laws must hold. */
  run(): void {
    for (let turn = 0; turn < 160; turn++) {
      if (this.random() < 0.25) this.processes.push(this.act())
      else if (this.random() < 0.35) this.processes.push(this.work(this.pick()))
      this.continueOne()
      requireServedOnce(this.store)
    }
    // Nothing is read late, dies or freezes any more: what was begun comes to its end.
    this.store.calm = true
    while (this.processes.length > 0) {
      this.continueOne()
      requireServedOnce(this.store)
    }
    for (let round = 0, quiet = 0; round < restWithin && quiet < quietRounds; round++) {
      const before = this.store.shown()
      for (let id = 0; id < incidents; id++) {
        for (const process of [this.work(id), this.find(id)]) {
          while (process.next().done !== true) requireServedOnce(this.store)
        }
      }
      quiet = before === this.store.shown() ? quiet + 1 : 0
    }
    requireRest(this.store)
  }

  private pick(): number {
    return Math.floor(this.random() * incidents)
  }

  /** One access of one process. Now and then it is the last one that the process makes. */
  private continueOne(): void {
    const at = Math.floor(this.random() * this.processes.length)
    const process = this.processes[at]
    if (process === undefined) return
    const isDead = !this.store.calm && this.random() < 0.04
    if (isDead || process.next().done === true) this.processes.splice(at, 1)
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
    const there = this.store.record(id)
    if (there._tag === "Nothing") {
      this.store.put(id, { _tag: "Team", drawn: 0, links: [], seeking: [], people: [this.someone()], fence: 0 })
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
    this.store.change(id, (team) => {
      if (team.mergedInto !== undefined && this.broken !== "a merged team takes people") return
      team.people = [...team.people, this.someone()]
    })
  }

  private *link(incident: number, to: number): Process {
    yield
    if (incident === to) return
    this.store.change(to, (team) => {
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
    this.store.change(from, (team) => {
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
    this.store.change(team, (one) => {
      if (one.mergedInto === undefined) one.seeking = [...one.seeking, { incident, survivor }]
    })
  }

  // Finding the team that serves an incident

  private *removeIfStale(id: number, pointer: Pointer): Generator<undefined, boolean, void> {
    yield
    const team = this.store.read(pointer.team)
    const isStale =
      team._tag === "Team" &&
      listed(team, pointer.link) === undefined &&
      (this.broken === "a pointer is stale as soon as its team doesn't list it" || team.drawn >= pointer.link)
    if (!isStale) return false
    yield
    this.store.unpoint(id, pointer)
    return true
  }

  /** Along the pointer, then along what teams were merged into; what leads nowhere is removed. */
  private *find(id: number): Generator<undefined, number | undefined, void> {
    yield
    const there = this.store.read(id)
    if (there._tag === "Nothing") return undefined
    if (there._tag === "Pointer") {
      if (yield* this.removeIfStale(id, there)) return undefined
      return yield* this.goOn(there.team)
    }
    return yield* this.goOn(id)
  }

  private *goOn(id: number): Generator<undefined, number | undefined, void> {
    yield
    const team = this.store.read(id)
    if (team._tag !== "Team" || team.mergedInto === undefined) return id
    const { team: into, link } = team.mergedInto
    yield
    const next = this.store.read(into)
    const there = next._tag === "Team" ? listed(next, link) : undefined
    if (next._tag === "Team" && there === undefined && next.drawn >= link) {
      yield
      this.store.change(id, (one) => this.comeApart(one, into, link))
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
    const claimed = this.store.change(id, (team) => {
      team.fence += 1
    })
    if (claimed === undefined) return
    const report = (decide: (team: TeamRecord) => void) =>
      this.store.change(id, (team) => {
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
    const early = this.store.read(link.of)
    yield
    const there = this.store.point(link.of, { _tag: "Pointer", team: id, link: link.number })
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
    const answer = this.store.change(link.of, (team) => {
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
    this.store.unpoint(link.of, { _tag: "Pointer", team: id, link: link.number })
    yield
    this.store.change(link.of, (team) => this.comeApart(team, id, link.number))
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
    } else this.store.change(found, (team) => this.intend(team, found, id))
  }

  /** Archives a merged team once its incidents are served by the other one; otherwise the merge comes apart. */
  private *confirm(id: number, report: (decide: (team: TeamRecord) => void) => void): Process {
    yield
    const before = this.store.read(id)
    if (before._tag !== "Team" || before.mergedInto === undefined) return
    const { team: into, link } = before.mergedInto
    const target = this.store.read(into)
    const there = target._tag === "Team" ? listed(target, link) : undefined
    yield
    if (there?.state === "linked" || this.broken === "a source is archived as soon as it is merged") {
      report((team) => {
        if (team.mergedInto?.team !== into || team.mergedInto.link !== link) return
        team.mergedInto = { team: into, link, confirmed: true }
        requireServedElsewhere(this.store, id, into, link)
      })
    } else if (target._tag === "Team" && there === undefined && target.drawn >= link) {
      report((team) => this.comeApart(team, into, link))
    }
  }
}
