import { rm } from "node:fs/promises"
import { Effect } from "effect"
import { SetupFailed } from "./Administrator.ts"
import type { FoundTeamsApp } from "./Found.ts"
import { contentOf, replaceFile } from "./ownFile.ts"

/** The package of our Teams app. The server makes it; setup puts it into a file. */
export interface TeamsAppPackage {
  /**
   * The package for these settings. The catalog takes an update only with a higher version: so it is `previous`, the package
   * before, unless something beside the version differs, and then has a higher version. A text: why Teams couldn't use it, and
   * what to do.
   */
  readonly make: (
    settings: { readonly publicUrl: string; readonly clientId: string },
    previous: Uint8Array | undefined
  ) => Uint8Array | string
  /** Whether this is such a package, of any settings and version. */
  readonly isOne: (content: Uint8Array) => boolean
}

const failed = (path: string) => (cause: unknown) =>
  new SetupFailed({
    reason: `The package of the Teams app ${path} can't be read or written.`,
    remedy: "Check the folder's permissions, or choose another teamsAppFile.",
    cause
  })

export const findTeamsApp = (path: string, { isOne }: Pick<TeamsAppPackage, "isOne">) =>
  Effect.tryPromise({
    try: async (): Promise<FoundTeamsApp> => {
      const content = await contentOf(path)
      return content === undefined
        ? { path }
        : { path, current: { content: content.toString("base64"), isOurs: isOne(content) } }
    },
    catch: failed(path)
  })

/** `content`: in base64. */
export const writeTeamsApp = (path: string, content: string) =>
  Effect.tryPromise({ try: () => replaceFile(path, Buffer.from(content, "base64")), catch: failed(path) })

export const removeTeamsApp = (path: string) =>
  Effect.tryPromise({ try: () => rm(path, { force: true }), catch: failed(path) })
