import { readFileSync } from "node:fs"

/** Resident memory of a process in MiB, as Linux counts it. */
export const residentMiB = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const found = /^VmRSS:\s+(\d+) kB$/mu.exec(status)
  return Math.round(Number(found?.[1] ?? 0) / 1_024)
}
