import * as fc from "fast-check"
import { InstallationTroubleKind, type WriteOutcome } from "../team/Outcome.ts"
import { personId, platformTeamId } from "./ArbitraryIds.ts"

const reason = fc.constantFrom("Too many requests.", "Forbidden.", "No answer.")
const people = fc.array(personId, { maxLength: 3 })
const refused = fc.array(fc.record({ id: personId, name: fc.constant("Somebody"), reason }), { maxLength: 2 })

/** What may come of a write, whichever write it was. */
export const writeOutcome: fc.Arbitrary<WriteOutcome> = fc.oneof(
  fc.record(
    {
      _tag: fc.constant("GroupEnsured" as const),
      platformTeamId,
      found: fc.boolean(),
      standIn: fc.record({ id: personId, name: fc.constant("Somebody") })
    },
    { requiredKeys: ["_tag", "platformTeamId", "found"] }
  ),
  fc.constant<WriteOutcome>({ _tag: "TeamEnsured", link: "https://teams.example/l/team" }),
  people.map((owners): WriteOutcome => ({ _tag: "OwnersEnsured", owners })),
  fc
    .record({ chunk: fc.nat({ max: 3 }), done: people, refused, unanswered: refused })
    .map((answer): WriteOutcome => ({ _tag: "PeopleAnswered", chunks: [answer] })),
  fc.constantFrom<WriteOutcome>(
    { _tag: "Done" },
    { _tag: "Restored" },
    { _tag: "GroupRenewed" },
    { _tag: "NoOwner" },
    { _tag: "Gone" },
    { _tag: "Accepted" },
    { _tag: "Accepted", operation: "operation-late" }
  ),
  reason.map((text): WriteOutcome => ({ _tag: "FailedForNow", reason: text })),
  fc
    .record({ kind: fc.constantFrom(...InstallationTroubleKind.literals), reason })
    .map((trouble): WriteOutcome => ({ _tag: "InstallationTrouble", ...trouble, remedy: "Renew the secret." })),
  reason.map((text): WriteOutcome => ({ _tag: "Unknown", reason: text })),
  reason.map((text): WriteOutcome => ({ _tag: "NotYet", reason: text })),
  reason.map((text): WriteOutcome => ({ _tag: "Refused", reason: text, remedy: "Ask an admin." }))
)
