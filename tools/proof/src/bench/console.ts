import type { consoleRounds } from "./processes.ts"
import { ratioOf, type Spread, spreadOf } from "./Spread.ts"

type Rounds = Awaited<ReturnType<typeof consoleRounds>>
type Keys = Rounds["keyToFrame"][string]["moving"]

const ofKeys = (rounds: Keys) => ({
  p50Ms: spreadOf(rounds.map(({ p50Ms }) => p50Ms)),
  p95Ms: spreadOf(rounds.map(({ p95Ms }) => p95Ms)),
  p95CpuMs: spreadOf(rounds.map(({ p95CpuMs }) => p95CpuMs)),
  p50Bytes: spreadOf(rounds.map(({ p50Bytes }) => p50Bytes))
})

const worse = (one: Spread, other: Spread): Spread => (other.median > one.median ? other : one)

/** The console's figures; from a key to its frame, the worst of all keys and sizes counts. */
export const consoleFigures = ({ firstHelloMs, firstFrameMs, firstIncidentsMs, keyToFrame }: Rounds) => {
  const bySize = Object.fromEntries(
    Object.entries(keyToFrame).map(([size, { moving, filtering, plainInk }]) => [
      size,
      { moving: ofKeys(moving), filtering: ofKeys(filtering), plainInk: ofKeys(plainInk) }
    ])
  )
  const p95s = Object.values(bySize).flatMap(({ moving, filtering }) => [moving.p95Ms, filtering.p95Ms])
  const vsPlainInk = Object.values(keyToFrame).map(({ moving, plainInk }) =>
    ratioOf(
      moving.map(({ p95CpuMs }) => p95CpuMs),
      plainInk.map(({ p95CpuMs }) => p95CpuMs)
    )
  )
  return {
    firstFrameVsHello: ratioOf(firstFrameMs, firstHelloMs),
    keyToFrameVsPlainInk: vsPlainInk.reduce(worse),
    consoleFirstFrameMs: spreadOf(firstFrameMs),
    consoleFirstIncidentsMs: spreadOf(firstIncidentsMs),
    keyToFrameP95Ms: p95s.reduce(worse),
    keyToFrame: bySize
  }
}
