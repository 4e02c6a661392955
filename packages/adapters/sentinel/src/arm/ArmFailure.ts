import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { Data } from "effect"

/** ARM answered that it won't. Error envelope: `{"error":{"code","message"}}`. */
export class ArmRefused extends Data.TaggedError("ArmRefused")<{
  readonly status: number
  /** ARM's error code; empty where the answer had none, as from something in between. */
  readonly code: string
  /** ARM's words, shortened and on one line; they may quote what an attacker wrote. */
  readonly words: string
  /** The action that the caller misses, where ARM names it. */
  readonly action?: string
  /** From Retry-After, in our milliseconds. */
  readonly afterMillis?: number
}> {}

/** No answer, or none that can be understood. A write may have taken effect. */
export class ArmUnreachable extends Data.TaggedError("ArmUnreachable")<{
  readonly reason: string
  /** The connection itself failed, so that asking again at once may help. */
  readonly connection: boolean
  readonly cause: unknown
}> {}

/** Entra ID issued a person no token for Azure, or Azure rejected it, and will again until someone acts on `remedy`. */
export class ArmTokenRefused extends Data.TaggedError("ArmTokenRefused")<{
  readonly reason: string
  readonly remedy: string
  /** Who acts: the person by signing in again, or an administrator of their tenant. */
  readonly by: "person" | "administrator"
  /** The claims request (JSON) that the person's next sign-in has to carry, where a policy demands more of it. */
  readonly claims?: string
}> {}

/** What a call of Azure may come to. InstallationTrouble: the application's own credentials or token were rejected. */
export type ArmFailure = ArmRefused | ArmUnreachable | ArmTokenRefused | InstallationTrouble

/** What a person reads: what Azure said, without what it was asked. */
export const describeRefusal = ({ status, code, words }: ArmRefused): string =>
  `Azure answered ${status}${code === "" ? "" : ` ${code}`}${words === "" ? "" : `: ${words}`}`

/** Foreign text made harmless for a log or a message: one line, without control characters, at most `most` characters. */
export const shortened = (text: string, most = 240): string => {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim()
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line
}
