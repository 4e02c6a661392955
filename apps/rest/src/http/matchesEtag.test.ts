import { expect, it } from "vitest"
import { hasState, matchesEtag } from "./matchesEtag.ts"

it.each([
  ["*", true],
  ['"a"', true],
  ['"b", "a"', true],
  ['"b"', false],
  ['W/"a"', false],
  ["a", false],
  ["", false]
])('If-Match: %s means "a": %s', (ifMatch, means) => expect(matchesEtag(ifMatch, '"a"')).toBe(means))

it.each([
  ["*", true],
  ['"a"', true],
  ['"b", W/"a"', true],
  ["a", false],
  ['"b"', false],
  ["", false]
])('If-None-Match: %s means that "a" is known: %s', (known, is) => expect(hasState(known, '"a"')).toBe(is))
