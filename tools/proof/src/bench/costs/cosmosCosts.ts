import { defaultFeedTerms, checkLiveIncidents, sweep } from "@incident-teams/application/feed/incidentFeed"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { jitter } from "@incident-teams/application/reconcile/Claim"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { timing } from "@incident-teams/domain/team/Timing"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Clock, Effect } from "effect"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { type Cost, Metered, sum, times } from "./Metered.ts"

const scale = 200
const soc = WorkspaceAlias.make("soc")
const dev = PersonId.make(sample.person.dev)
const tier1 = GroupId.make(sample.group.tier1)

const day = 24 * 3_600_000
/** A worker waits at most a second for work, a tenth less on average. */
const roundsPerDay = day / 900
const { sweepEveryMillis, checkEveryMillis } = defaultFeedTerms
const sweepsPerDay = day / sweepEveryMillis
const readsPerDay = day / checkEveryMillis
/** Each process asks four times as often whether it is to read every incident. */
const asksPerDay = sweepsPerDay + 4 * readsPerDay

const readChanges = Effect.flatMap(Clock.currentTimeMillis, (at) =>
  // The last incident that changed is read each time. So are those that changed five minutes before it, which is none
  // on an idle day, but all of those that were just created here.
  sweep(soc, { ...defaultFeedTerms, overlapMillis: 0 }, timestampOf(at))
)

const waitForWork = Effect.gen(function* () {
  const store = yield* TeamStore
  yield* store.claim("bench", 32, 60_000)
  yield* store.nextDue()
})

const askForLock = Effect.flatMap(WatermarkStore, (store) => store.acquireLock("bench", day))

/** The cost of each thing that is done on a day on which no incident changes. */
interface Chores {
  readonly waitForWork: Cost
  readonly lockGranted: Cost
  readonly lockRefused: Cost
  readonly readChanges: Cost
  readonly checkEveryIncident: Cost
  readonly verifyEveryTeam: Cost
}

const choresOf = async (metered: Metered): Promise<Chores> => {
  await metered.run(readChanges)
  await metered.settle()
  const [first, again] = [await metered.costOf(askForLock), await metered.costOf(askForLock)]
  const chores = {
    waitForWork: await metered.costOf(waitForWork),
    lockGranted: first,
    lockRefused: again,
    readChanges: await metered.costOf(readChanges),
    checkEveryIncident: await metered.costOf(checkLiveIncidents())
  }
  metered.pass((1 + jitter) * timing.verifyEvery)
  return { ...chores, verifyEveryTeam: await metered.settle() }
}

/** A day of so many workers. */
const dayOf = (chores: Chores, workers: number): Cost =>
  sum(
    times(workers * roundsPerDay, chores.waitForWork),
    times(sweepsPerDay + readsPerDay, chores.lockGranted),
    times(workers * asksPerDay - sweepsPerDay - readsPerDay, chores.lockRefused),
    times(sweepsPerDay, chores.readChanges),
    times(readsPerDay, chores.checkEveryIncident),
    times(day / timing.verifyEvery, chores.verifyEveryTeam)
  )

/** Request units of an idle day, by the number of workers. */
export interface IdleDay {
  readonly oneWorker: number
  readonly fourWorkers: number
}

/** Calls of an idle day. */
export interface IdleCalls {
  readonly graph: number
  readonly arm: number
}

export interface CosmosCosts {
  readonly cosmos: {
    /** Request units of a team that is created, archived and reopened. */
    readonly ruPerLife: number
    readonly ruOf: { readonly create: number; readonly archive: number; readonly reopen: number }
    /** By how many teams there are. */
    readonly ruPerIdleDay: {
      readonly open: Readonly<Record<string, IdleDay>>
      readonly archived: Readonly<Record<string, IdleDay>>
    }
  }
  /** For a team, and for a workspace however many teams it has. */
  readonly idleCallsPerDay: {
    readonly open: IdleCalls
    readonly archived: IdleCalls
    readonly workspace: IdleCalls
  }
}

const idleDay = (chores: Chores): IdleDay => ({
  oneWorker: Math.round(dayOf(chores, 1).requestUnits),
  fourWorkers: Math.round(dayOf(chores, 4).requestUnits)
})

const callsPerTeam = (chores: Chores, teams: number): IdleCalls => {
  const { graph, arm } = sum(
    times(readsPerDay, chores.checkEveryIncident),
    times(day / timing.verifyEvery, chores.verifyEveryTeam)
  )
  return { graph: graph / teams, arm: arm / teams }
}

const change = (metered: Metered, incidents: ReadonlyArray<string>, to: "close" | "reopen") =>
  Promise.all(incidents.map((incident) => metered.tenant.changeIncident(incident, to)))

const withMetered = async <A>(simulator: SimulatorAddress, use: (metered: Metered) => Promise<A>): Promise<A> => {
  const metered = await Metered.start(simulator)
  try {
    return await use(metered)
  } finally {
    await metered.stop()
  }
}

/** Idle days with so many open teams, then with the same teams archived. */
const idleDays = (simulator: SimulatorAddress, teams: number) =>
  withMetered(simulator, async (metered) => {
    const incidents = await metered.tenant.addIncidents(teams)
    await metered.run(
      Effect.forEach(
        incidents,
        (incident) => createTeam(metered.session, { incident: IncidentId.make(incident), people: [], groups: [] }),
        { concurrency: 8, discard: true }
      )
    )
    await metered.settle()
    // The incident that changed last has no team.
    await metered.tenant.addIncidents(1)
    const open = await choresOf(metered)
    await change(metered, incidents, "close")
    await metered.run(readChanges)
    await metered.settle()
    await metered.tenant.addIncidents(1)
    return { open, archived: await choresOf(metered) }
  })

/** Creates a team with a person and a group, archives it and reopens it. */
const life = (simulator: SimulatorAddress) =>
  withMetered(simulator, async (metered) => {
    const incidents = await metered.tenant.addIncidents(1)
    const [incident = ""] = incidents
    const request = { incident: IncidentId.make(incident), people: [dev], groups: [tier1] }
    const create = sum(await metered.costOf(createTeam(metered.session, request)), await metered.settle())
    await metered.run(readChanges)
    const followed = async (to: "close" | "reopen") => {
      await change(metered, incidents, to)
      return sum(await metered.costOf(readChanges), await metered.settle())
    }
    return { create, archive: await followed("close"), reopen: await followed("reopen") }
  })

/** What an operator pays, by the charges and calls that the simulator records. */
export const cosmosCosts = ([few, many]: readonly [few: number, many: number] = [10, 1_000]): Promise<CosmosCosts> =>
  withSimulator(scale, async (simulator) => {
    const { create, archive, reopen } = await life(simulator)
    const ofFew = await idleDays(simulator, few)
    const ofMany = await idleDays(simulator, many)
    const days = (state: "open" | "archived") => ({ [few]: idleDay(ofFew[state]), [many]: idleDay(ofMany[state]) })
    const { graph, arm } = times(sweepsPerDay, ofFew.open.readChanges)
    return {
      cosmos: {
        ruPerLife: Math.round(sum(create, archive, reopen).requestUnits),
        ruOf: {
          create: Math.round(create.requestUnits),
          archive: Math.round(archive.requestUnits),
          reopen: Math.round(reopen.requestUnits)
        },
        ruPerIdleDay: { open: days("open"), archived: days("archived") }
      },
      idleCallsPerDay: {
        open: callsPerTeam(ofFew.open, few),
        archived: callsPerTeam(ofFew.archived, few),
        workspace: { graph, arm }
      }
    }
  })
