import * as fc from "fast-check"
import { Action } from "./Action.ts"

const workers = fc.constantFrom(0 as const, 1 as const)

/** Lets a worker go on by so many effects: a few, or as many as a whole provisioning takes. */
const goes = fc
  .tuple(workers, fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 60 })), fc.nat(3))
  .map(
    ([worker, effects, which]) =>
      new Action(`worker ${worker} goes on by ${effects}`, async (_, world) => {
        for (let effect = 0; effect < effects; effect++) await world.step(worker, "go", which)
      })
  )

/** What it sent or was to be answered is lost; of a call, it waits until its time is up. */
const loses = fc
  .tuple(workers, fc.nat(3))
  .map(
    ([worker, which]) =>
      new Action(`worker ${worker} loses what it sent or was sent`, (_, world) => world.step(worker, "lose", which))
  )

const dies = workers.map((worker) => new Action(`worker ${worker} is killed`, (_, world) => world.kill(worker)))

/** Effects one by one seldom get as far as an archive. */
const rests = workers.map((worker) => new Action(`worker ${worker} has its way`, (_, world) => world.rest(worker)))

const times = fc.constantFrom(500, 5_000, 31_000, 61_000, 130_000, 700_000, 4_000_000)

/** With the workers left standing, a lease may run out meanwhile. */
const passes = times.map((millis) => new Action(`${millis / 1_000} s pass`, (_, world) => world.pass(millis)))

export const working: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: goes },
  { weight: 2, arbitrary: loses },
  { weight: 2, arbitrary: dies },
  { weight: 3, arbitrary: rests },
  { weight: 5, arbitrary: passes }
)
