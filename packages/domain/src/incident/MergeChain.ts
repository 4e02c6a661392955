import { Result } from "effect"

/** How many merges in a row are followed, as with other clients of Microsoft Defender that follow merges. */
export const maximumMerges = 10

/** The incidents that were passed, in order; each by a name of its own. */
export type MergeChain = readonly [string, ...ReadonlyArray<string>]

/** Why a chain can't be followed: it leads back to an incident of its own, or over more than `maximumMerges`. */
export type ChainProblem = "circular" | "tooLong"

/** The chain with the incident that its last one was merged into. */
export const followed = (chain: MergeChain, next: string): Result.Result<MergeChain, ChainProblem> =>
  chain.includes(next)
    ? Result.fail("circular")
    : chain.length > maximumMerges
      ? Result.fail("tooLong")
      : Result.succeed([...chain, next])
