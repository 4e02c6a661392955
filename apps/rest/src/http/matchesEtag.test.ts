import { expect, it } from "vitest"
import { matchesEtag } from "./matchesEtag.ts"

it.each([
  ["*", true],
  ['"a"', true],
  ['"b", "a"', true],
  ['"b"', false],
  ['W/"a"', false],
  ["a", false],
  ["", false]
])('If-Match: %s means "a": %s', (ifMatch, means) => expect(matchesEtag(ifMatch, '"a"')).toBe(means))
