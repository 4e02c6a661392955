import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** Reference material on Microsoft Sentinel, beside the repository where it is available. */
const fileOf = (name: string): string => fileURLToPath(new URL(`../../../../shared/sentinel/${name}`, import.meta.url))

export const hasReference = (name: string): boolean => existsSync(fileOf(name))

// What a test reads of it, it compares, so a wrong guess fails it.
// oxlint-disable-next-line typescript/no-explicit-any
export const readReference = (name: string): any => JSON.parse(readFileSync(fileOf(name), "utf8"))
