import { randomUUID } from "node:crypto"
import { readFile, rename, writeFile } from "node:fs/promises"

/** What a file has; undefined if there is none. */
export const contentOf = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

/** Readable for its owner alone from its first byte on, and never half written. */
export const replaceFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const next = `${path}.${randomUUID()}`
  await writeFile(next, content, { mode: 0o600, flush: true })
  await rename(next, path)
}
