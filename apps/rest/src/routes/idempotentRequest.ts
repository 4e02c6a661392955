import type { IdempotentRequest } from "@incident-teams/application/decideAndCommit"
import type { Asked } from "../contract/Handlers.ts"

interface Keyed extends Asked {
  readonly headers: { readonly "idempotency-key"?: string }
}

/** The caller's key with what it stands for; `answer` is what the same request gets again. Nothing without a key. */
export const idempotentRequest = (
  { session: { caller }, headers, bodyHash }: Keyed,
  answer: IdempotentRequest["answer"]
): { readonly idempotent?: IdempotentRequest } => {
  const key = headers["idempotency-key"]
  return key === undefined
    ? {}
    : { idempotent: { scope: `${caller._tag} ${caller.id}`, key, bodyHash: bodyHash(), answer } }
}
