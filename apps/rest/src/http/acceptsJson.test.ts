import { expect, it } from "vitest"
import { acceptsJson } from "./acceptsJson.ts"

it.each([
  [undefined, true],
  ["", true],
  ["*/*", true],
  ["application/json", true],
  ["text/html, application/JSON;charset=utf-8;q=0.2", true],
  ["application/*;q=0.8", true],
  ["text/html", false],
  ["application/xml, text/*", false],
  ["application/json;q=0, */*", false],
  ["*/*;q=0.000", false]
])("Accept: %s takes JSON: %s", (accept, takes) => expect(acceptsJson(accept)).toBe(takes))
