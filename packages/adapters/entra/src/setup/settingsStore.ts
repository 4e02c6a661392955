import { randomUUID } from "node:crypto"
import { readFile, rename, rm, writeFile } from "node:fs/promises"
import { Effect } from "effect"
import { SetupFailed } from "./Administrator.ts"
import { changeSettings, readSettings, type SettingsChange, withoutOurs } from "./settingsFile.ts"

const failed = (path: string) => (cause: unknown) =>
  new SetupFailed({
    reason: `The settings file ${path} can't be read or written.`,
    remedy: "Check the folder's permissions, or choose another file with --settings-file.",
    cause
  })

const contentOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

/** Readable for its owner alone from its first byte on, and never half written. */
const replace = async (path: string, text: string): Promise<void> => {
  const next = `${path}.${randomUUID()}`
  await writeFile(next, text, { mode: 0o600, flush: true })
  await rename(next, path)
}

/** What the settings file has; undefined if there is none. */
export const findSettings = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      const text = await contentOf(path)
      return text === undefined ? undefined : readSettings(text)
    },
    catch: failed(path)
  })

export const writeSettings = (path: string, change: SettingsChange) =>
  Effect.tryPromise({
    try: async () => replace(path, changeSettings(await contentOf(path), change)),
    catch: failed(path)
  })

/** Removes the file, or its lines if it has others. */
export const removeSettings = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      const rest = withoutOurs((await contentOf(path)) ?? "")
      await (rest === undefined ? rm(path, { force: true }) : replace(path, rest))
    },
    catch: failed(path)
  })
