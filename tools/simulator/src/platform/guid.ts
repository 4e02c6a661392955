import { createHash } from "node:crypto"

/**
 * A GUID that depends only on `name` (version 5 layout over sha256), so that a second start of the simulator gives
 * the same sample tenant and a test may write an id down.
 */
export const guidOf = (name: string): string => {
  const bytes = createHash("sha256").update(`woodgrove.example/${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
