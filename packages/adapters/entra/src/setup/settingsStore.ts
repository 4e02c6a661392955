import { rm } from "node:fs/promises"
import { Effect } from "effect"
import { SetupFailed } from "./Administrator.ts"
import { contentOf, replaceFile } from "./ownFile.ts"
import { changeSettings, readSettings, type SettingsChange, withoutOurs } from "./settingsFile.ts"

const failed = (path: string) => (cause: unknown) =>
  new SetupFailed({
    reason: `The settings file ${path} can't be read or written.`,
    remedy: "Check the folder's permissions, or choose another file with --settings-file.",
    cause
  })

const textOf = async (path: string): Promise<string | undefined> => (await contentOf(path))?.toString("utf8")

/** What the settings file has; undefined if there is none. */
export const findSettings = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      const text = await textOf(path)
      return text === undefined ? undefined : readSettings(text)
    },
    catch: failed(path)
  })

export const writeSettings = (path: string, change: SettingsChange) =>
  Effect.tryPromise({
    try: async () => replaceFile(path, changeSettings(await textOf(path), change)),
    catch: failed(path)
  })

/** Removes the file, or its lines if it has others. */
export const removeSettings = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      const rest = withoutOurs((await textOf(path)) ?? "")
      await (rest === undefined ? rm(path, { force: true }) : replaceFile(path, rest))
    },
    catch: failed(path)
  })
