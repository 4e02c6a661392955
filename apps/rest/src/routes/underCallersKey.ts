import { type RequestKey, underKey } from "@incident-teams/application/changes/RequestKey"
import type { Asked } from "../contract/Handlers.ts"

interface Keyed extends Pick<Asked, "bodyHash"> {
  readonly session: Pick<Asked["session"], "caller">
  readonly headers: { readonly "idempotency-key"?: string }
}

/** Carries out a request under the caller's key, if there is one; `answer` is what the same request gets again. */
export const underCallersKey = ({ session: { caller }, headers, bodyHash }: Keyed, answer: RequestKey["answer"]) => {
  const key = headers["idempotency-key"]
  return underKey(
    key === undefined ? undefined : { scope: `${caller._tag} ${caller.id}`, key, bodyHash: bodyHash(), answer }
  )
}
