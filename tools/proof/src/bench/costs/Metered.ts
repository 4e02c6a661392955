import { setTimeout as sleep } from "node:timers/promises"
import type { Session } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconcileOnce, type WorkerTerms } from "@incident-teams/application/reconcile/reconciler"
import { PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Clock, Effect, Layer, ManagedRuntime, Option, Redacted, Schema } from "effect"
import { cosmos, type Services, services, settings } from "../../campaign/faults/Installation.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"

/** What some work cost, by the simulator's record of calls. */
export interface Cost {
  /** Of Azure Cosmos DB. */
  readonly requestUnits: number
  /** Calls. */
  readonly graph: number
  readonly arm: number
}

export const nothing: Cost = { requestUnits: 0, graph: 0, arm: 0 }

/** `cost` so many times. */
export const times = (count: number, cost: Cost): Cost => ({
  requestUnits: count * cost.requestUnits,
  graph: count * cost.graph,
  arm: count * cost.arm
})

export const sum = (...costs: ReadonlyArray<Cost>): Cost =>
  costs.reduce(
    (one, other) => ({
      requestUnits: one.requestUnits + other.requestUnits,
      graph: one.graph + other.graph,
      arm: one.arm + other.arm
    }),
    nothing
  )

const decodeCalls = Schema.decodeUnknownSync(
  Schema.Struct({
    value: Schema.Array(Schema.Struct({ surface: Schema.String, requestUnits: Schema.optionalKey(Schema.Finite) })),
    last: Schema.Int
  })
)

const ben = PersonId.make(sample.person.ben)
const hour = 3_600_000

/** With its default settings. */
const terms: WorkerTerms = { ...leaseTerms("bench"), concurrency: 32, waitAtMostMillis: 1_000 }

/** The whole server without its REST surface on Azure Cosmos DB, in this process, and what it costs to run parts of it. */
export class Metered {
  readonly tenant: SimulatedTenant
  readonly session: Session
  readonly #runtime: ManagedRuntime.ManagedRuntime<Services, unknown>
  /** Milliseconds between the clock of this server and that of the platform. */
  #ahead = 0

  private constructor(tenant: SimulatedTenant, token: string, account: Readonly<Record<string, string>>) {
    this.tenant = tenant
    this.session = {
      caller: { _tag: "User", id: ben, name: "Ben Sample" },
      tenant: TenantId.make(tenant.id),
      token: Redacted.make(token)
    }
    this.#runtime = ManagedRuntime.make(
      services(cosmos, (store) => store).pipe(
        // No call hangs here, so a time-out could only say that the machine is busy.
        Layer.provide(settings(tenant, { ...account, GRAPH_TIMEOUT_SECONDS: "240" }))
      )
    )
  }

  /** For a tenant of its own, whose platform doesn't throttle. */
  static async start(simulator: SimulatorAddress): Promise<Metered> {
    const tenant = await SimulatedTenant.create(simulator)
    for (const surface of ["", "/arm"]) await tenant.control("PATCH", `${surface}/behavior`, { throttling: false })
    return new Metered(tenant, await tenant.tokenOf("ben"), await tenant.cosmosSettings())
  }

  stop(): Promise<void> {
    return this.#runtime.dispose()
  }

  run<A, E>(work: Effect.Effect<A, E, Services>): Promise<A> {
    return this.#runtime.runPromise(
      Effect.withFiber((fiber) => {
        const clock = fiber.getRef(Clock.Clock)
        const ahead = this.#ahead
        return Effect.provideService(work, Clock.Clock, {
          currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + ahead,
          currentTimeMillis: Effect.map(clock.currentTimeMillis, (at) => at + ahead),
          currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + BigInt(Math.round(ahead * 1e6)),
          currentTimeNanos: Effect.map(clock.currentTimeNanos, (at) => at + BigInt(Math.round(ahead * 1e6))),
          monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
          monotonicTimeNanos: clock.monotonicTimeNanos,
          sleep: (duration) => clock.sleep(duration)
        })
      })
    )
  }

  async costOf(work: Effect.Effect<unknown, unknown, Services>): Promise<Cost> {
    const { last } = decodeCalls(await this.tenant.control("GET", `/calls?since=${Number.MAX_SAFE_INTEGER}`))
    await this.run(work)
    const { value } = decodeCalls(await this.tenant.control("GET", `/calls?since=${last}`))
    const calls = (surface: string) => value.filter((call) => call.surface === surface).length
    return {
      requestUnits: value.reduce((units, call) => units + (call.requestUnits ?? 0), 0),
      graph: calls("graph"),
      arm: calls("arm")
    }
  }

  /** Works until nothing is due for an hour of platform time. Rounds that find nothing to do cost nothing here. */
  async settle(): Promise<Cost> {
    let cost = nothing
    for (;;) {
      let claimed = 0
      const round = await this.costOf(Effect.map(reconcileOnce(terms), (count) => (claimed = count)))
      if (claimed > 0) {
        cost = sum(cost, round)
        continue
      }
      const pause = await this.run(untilDue)
      if (pause > hour / this.tenant.simulator.timeScale) return cost
      await sleep(Math.max(pause, 1))
    }
  }

  /** Moves this server's clock so that what it does in `millis` of platform time is due. */
  pass(millis: number): void {
    this.#ahead += millis / this.tenant.simulator.timeScale
  }
}

/** Milliseconds; for ever if nothing will be due. */
const untilDue = Effect.gen(function* () {
  const due = yield* (yield* TeamStore).nextDue()
  const at = yield* Clock.currentTimeMillis
  return Option.match(due, { onNone: () => Number.POSITIVE_INFINITY, onSome: (next) => next - at })
})
