import type { TeamData } from "@incident-teams/adapter-memory/MemoryTeamStore"
import { PlatformHand, type TeamTruth } from "@incident-teams/adapter-memory/PlatformHand"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import type { Stored } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { type TeamId, teamIdOf } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { isProvisioned, platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { Clock, Context, Effect, ManagedRuntime, Random } from "effect"
import { TestClock } from "effect/testing"
import { cast } from "../testing/Cast.ts"
import { incidentOf, memoryWorld, type MemoryWorld, Remembered } from "../testing/MemoryWorld.ts"
import type { Verdict } from "./Gate.ts"
import { refusedByTeams } from "./Model.ts"
import { Witness } from "./Witness.ts"
import { Worker } from "./Worker.ts"

export interface Case {
  readonly incident: IncidentId
  readonly team: TeamId
  /** Every state that the incident was in, oldest first. */
  readonly states: Array<Incident>
}

/** The whole application over memory adapters, with two workers whose every effect waits to be let through. */
export class World {
  readonly witness: Witness
  readonly cases: readonly [Case, Case]
  readonly #context: Context.Context<MemoryWorld>
  readonly #runtime: ManagedRuntime.ManagedRuntime<MemoryWorld, unknown>
  readonly #workers: [Worker, Worker]
  #draws = 0
  #turns = 0
  #born = 0

  private constructor(
    runtime: ManagedRuntime.ManagedRuntime<MemoryWorld, unknown>,
    context: Context.Context<MemoryWorld>,
    cases: readonly [Case, Case]
  ) {
    this.#runtime = runtime
    this.#context = context
    this.cases = cases
    this.witness = new Witness(
      () => this.truth(),
      () => this.now(),
      Context.get(context, Remembered).teams
    )
    this.#workers = [this.#bear(), this.#bear()]
  }

  static async begin(): Promise<World> {
    const runtime = ManagedRuntime.make(memoryWorld())
    const context = await runtime.context()
    const cases = Effect.gen(function* () {
      yield* (yield* PlatformHand).refuse(cast[refusedByTeams].id, "No license for Teams.")
      const begun = yield* Effect.forEach([1, 2], () => incidentOf({ title: "Phishing" }))
      return begun.map((incident) => ({
        incident: incident.id,
        team: teamIdOf(Namespace.make("proof"), incident.armId),
        states: [incident]
      }))
    })
    const [one, other] = await runtime.runPromise(cases)
    if (one === undefined || other === undefined) throw new Error("There are two incidents.")
    return new World(runtime, context, [one, other])
  }

  /** Everybody who still stands somewhere is dead. */
  async end(): Promise<void> {
    for (const worker of this.#workers) worker.gate.kill()
    await this.quiet()
    await this.#runtime.dispose()
  }

  expect(holds: boolean, complaint: string): void {
    if (!holds) this.witness.complaints.push(complaint)
  }

  /** Throws if anything was seen that must never be. */
  stillHolds(): void {
    this.witness.look()
    this.witness.replay()
    if (this.witness.complaints.length > 0) throw new Error(this.witness.complaints.join("\n"))
  }

  stored(id: TeamId): Stored | undefined {
    return this.#teams.rows.get(id)?.stored
  }

  /** Everybody who was ever asked for. */
  chunks(id: TeamId): ReadonlyArray<PeopleChunk> {
    return [...(this.#teams.rows.get(id)?.chunks.values() ?? [])]
  }

  /** Everybody whom a check found to have been added in Teams. */
  addedInTeams(id: TeamId): ReadonlySet<PersonId> {
    const events = this.#teams.rows.get(id)?.events ?? []
    return new Set(
      events.flatMap((event) => (event._tag === "AddedInTeams" ? event.people.map((person) => person.id) : []))
    )
  }

  /** Whether something that was asked about the people of a team isn't done yet. */
  isChangingPeople(id: PlatformTeamId): boolean {
    return [...this.#teams.rows.values()].some(
      ({ stored: { team } }) =>
        platformTeamIdOf(team) === id &&
        (team.people.openChunks.length > 0 ||
          team.people.groups.some(({ expansion }) => expansion._tag === "Pending") ||
          !isProvisioned(team) ||
          team.work.inFlight !== undefined)
    )
  }

  /** Runs what somebody asks or does, to its end, while all workers stand still. */
  do<A, E>(effect: Effect.Effect<A, E, MemoryWorld>): Promise<A> {
    return this.#runtime.runPromise(this.#seeded(effect))
  }

  truth(): ReadonlyArray<TeamTruth> {
    return Effect.runSync(
      Effect.provideContext(
        Effect.flatMap(PlatformHand, (hand) => hand.teams),
        this.#context
      )
    )
  }

  now(): Timestamp {
    return timestampOf(Effect.runSync(Effect.provideContext(Clock.currentTimeMillis, this.#context)))
  }

  async pass(millis: number): Promise<void> {
    await this.do(TestClock.adjust(millis))
    await this.quiet()
  }

  /** Lets one of two workers go on by one effect, or begin. `which` chooses where it is at several teams. */
  async step(number: 0 | 1, verdict: Exclude<Verdict, "die">, which: number): Promise<void> {
    const worker = this.#workers[number]
    const { halts } = worker.gate
    if (halts.length === 0) worker.wake((effect) => this.#seeded(effect))
    else halts.splice(which % halts.length, 1).forEach((halt) => halt.decide(verdict))
    await this.quiet()
  }

  /** One worker has its way with what is due within a minute, while the other stands where it stands. */
  async rest(number: 0 | 1): Promise<void> {
    const worker = this.#workers[number]
    for (let effect = 0; effect < 300; effect++) {
      await this.step(number, "go", 0)
      if (worker.busy) continue
      const next = this.#nextDue()
      if (next - this.now() > 60_000) return
      if (next > this.now()) await this.pass(next - this.now())
    }
  }

  /** SIGKILL: everything that it was about to do or to learn is lost. Another takes its place. */
  async kill(number: 0 | 1): Promise<void> {
    this.#workers[number].gate.kill()
    this.#workers[number] = this.#bear()
    await this.quiet()
  }

  /**
   * Nothing goes wrong any more: processes that stood still go on, faults are healed, and one worker works on until nothing
   * is due within `horizon` milliseconds.
   */
  async settle(horizon: number): Promise<void> {
    for (const worker of this.#workers) worker.gate.release()
    await this.do(Effect.map(handOn(CollaborationPlatform), (hand) => hand.heal()))
    await this.do(Effect.flatMap(PlatformHand, (hand) => hand.endAsUsual))
    await this.quiet()
    for (let round = 0; round < 10_000; round++) {
      await this.step(0, "go", 0)
      const next = this.#nextDue()
      if (next - this.now() > horizon) return
      if (next > this.now()) await this.pass(next - this.now())
      // It waits before it tries again.
      else if (this.#workers[0].busy) await this.pass(100)
    }
    throw new Error("It doesn't come to rest.")
  }

  /** When the next team can be claimed; infinite when none will. */
  #nextDue(): number {
    const due = [...this.#teams.rows.values()].flatMap(({ stored: { schedule, team } }) =>
      schedule.dueAt === undefined || waitsForPerson(team) ? [] : [Math.max(schedule.dueAt, schedule.lease?.until ?? 0)]
    )
    return Math.min(...due)
  }

  /** Until no fiber has anything left to do but to wait for a verdict or for time to pass. */
  async quiet(): Promise<void> {
    for (let seen = -1, still = 0; still < 3;) {
      await turn()
      const turns = this.#turns + this.#workers.reduce((sum, { gate }) => sum + gate.halts.length, 0)
      still = turns === seen ? still + 1 : 0
      seen = turns
    }
  }

  #bear(): Worker {
    this.#born += 1
    const worker: Worker = new Worker(
      `worker-${this.#born}`,
      this.#context,
      {
        before: (call, args) => {
          this.#turns += 1
          this.witness.before(worker.name, call, args)
        },
        after: () => this.witness.look()
      },
      () => {
        this.#turns += 1
      }
    )
    return worker
  }

  get #teams(): TeamData {
    return Context.get(this.#context, Remembered).teams
  }

  /** The same draws in the same life, so that a life can be told again. */
  #seeded<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    this.#draws += 1
    return Random.withSeed(effect, `draw ${this.#draws}`)
  }
}

/** Blocked on an operation that doesn't end, which is asked about every ten minutes for as long as it takes. */
const waitsForPerson = ({ work }: Team): boolean => work.blocked !== undefined && work.inFlight?.operation !== undefined

const turn = () =>
  new Promise<void>((done) => {
    setImmediate(done)
  })
