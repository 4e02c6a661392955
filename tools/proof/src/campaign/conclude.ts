import { Console, Effect } from "effect"
import { CampaignFailed } from "./CampaignFailed.ts"

/** A campaign's end: the document on stdout, each claim that is broken on stderr, and a failure if there is any. */
export const conclude = Effect.fnUntraced(function* (document: unknown, json: boolean, broken: ReadonlyArray<string>) {
  yield* Console.log(JSON.stringify(document, null, json ? undefined : 2))
  for (const claim of broken) yield* Console.error(claim)
  if (broken.length > 0) return yield* new CampaignFailed()
})
