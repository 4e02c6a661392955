/**
 * Request units as "Optimize request cost" gives them: reading 1 KB is 1, 100 KB is 10; writing 1 KB is 5, 100 KB is
 * 50; a replacement is twice an insertion. What the index adds isn't published as a number, and isn't added here.
 */
const perKilobyte = 9 / 99

const sized = (bytes: number): number => 1 + Math.max(0, bytes / 1_024 - 1) * perKilobyte

const rounded = (units: number): number => Math.round(units * 100) / 100

export const readCharge = (bytes: number): number => rounded(sized(bytes))
export const insertCharge = (bytes: number): number => rounded(5 * sized(bytes))
export const replaceCharge = (bytes: number): number => rounded(10 * sized(bytes))
/** Of an operation that found nothing, or was refused by a condition. */
export const missCharge = 1

/** A query's own cost, what it had to load, and what it answers. */
export const queryCharge = (retrievedBytes: number, outputBytes: number): number =>
  rounded(2.3 + (retrievedBytes / 1_024) * 0.25 + (outputBytes / 1_024) * 0.1)
