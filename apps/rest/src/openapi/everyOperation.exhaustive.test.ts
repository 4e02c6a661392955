import { callEveryOperation } from "../../testing/everyOperation.ts"

/** More for a campaign: `CONTRACT_RUNS=5000 vitest run --mode exhaustive everyOperation`. */
callEveryOperation(Number(process.env["CONTRACT_RUNS"] ?? 150))
