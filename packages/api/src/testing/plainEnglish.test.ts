import { expect, it } from "vitest"
import { oddWordsIn } from "./plainEnglish.ts"

it.each([
  "At most 100; 50 unless told.",
  "As Teams last told.",
  "Whoever decides reads it.",
  "Microsoft Graph put off to archive the team (429).",
  "Let somebody in who asked",
  "An owner lets in who asked.",
  "Made anew by a person.",
  "Remake the team.",
  "A misfit of the request.",
  "A stray may still land.",
  "What is wanted of the team.",
  "The team is to be archived.",
  "It takes a person: the team can't be made.",
  "The team never came to be in Teams.",
  "Your favourites.",
  "Not authorised.",
  "Blocked at EnsureTeam.",
  "StepDelayed: Graph is busy."
])("finds what is odd about: %s", (text) => {
  expect(oddWordsIn(text)).not.toEqual([])
})

it.each([
  "Default: 50.",
  "Microsoft Graph throttled the request to archive the team (429).",
  "Approve an access request",
  "Action needed: the team's group can't be created.",
  "Archive, Rename, Restore, Verify and Observe are ordinary words.",
  "The outlet in the training room; letters inside; a stage, a size, an exercise."
])("leaves plain English alone: %s", (text) => {
  expect(oddWordsIn(text)).toEqual([])
})
