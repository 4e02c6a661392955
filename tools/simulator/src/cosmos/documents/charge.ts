/**
 * Request units as "Optimize request cost" gives them: reading 1 KB is 1, 100 KB is 10; writing 1 KB is 5, 100 KB is
 * 50; a replacement is twice an insertion. What the index adds isn't published as a number, and isn't added here.
 */
const perKilobyte = 9 / 99

const sizeFactor = (bytes: number): number => 1 + Math.max(0, bytes / 1_024 - 1) * perKilobyte

const round = (units: number): number => Math.round(units * 100) / 100

export const readCharge = (bytes: number): number => round(sizeFactor(bytes))
export const insertCharge = (bytes: number): number => round(5 * sizeFactor(bytes))
export const replaceCharge = (bytes: number): number => round(10 * sizeFactor(bytes))
/** Charge of an operation that found nothing, or failed its condition. */
export const missCharge = 1

/** Charge of a query: a base cost, plus the cost of loaded and returned bytes. */
export const queryCharge = (retrievedBytes: number, outputBytes: number): number =>
  round(2.3 + (retrievedBytes / 1_024) * 0.25 + (outputBytes / 1_024) * 0.1)
