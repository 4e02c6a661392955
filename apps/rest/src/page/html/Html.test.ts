import { anyText, outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type Html, html } from "./Html.ts"

const outsideMarks = (page: string): string => outsideIsolates(page.replaceAll(/<bdi>[^<]*<\/bdi>/gu, ""))

const textOf = async (piece: Html): Promise<string> => String(await piece)

it("escapes texts, drops what can't be seen, and inserts pieces unchanged", async () => {
  const piece = html`<b>${"a<b"}</b>`
  expect(await textOf(html`<p title="${'"\u202e'}">${["x\u0000\u001b[31m\n", 1, undefined, piece]}</p>`)).toBe(
    '<p title="&quot;">x[31m\n1<b>a&lt;b</b></p>'
  )
})

it("isolates what is read from right to left, with an element where there can be one", async () => {
  const name = "שלום <1>"
  expect(await textOf(html`<li data-name="${name}">${name}</li>`)).toBe(
    '<li data-name="שלום &lt;1&gt;"><bdi>שלום &lt;1&gt;</bdi></li>'
  )
  expect(await textOf(html`<title id="a">At ${1}: ${name}</title>`)).toBe(
    '<title id="a">At 1: \u2068שלום &lt;1&gt;\u2069</title>'
  )
})

it("never lets a text break out, hide something or move what stands beside it", () =>
  fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const page = await textOf(html`<title>${text}</title>By ${text}, ${[text]}.`)
      expect(page.replaceAll(/<\/?(?:title|bdi)>/gu, "")).not.toMatch(/[<>]/u)
      expect(outsideMarks(page).replaceAll(/[\n\t]/gu, "")).not.toMatch(unsafe)
      expect(outsideMarks(page)).not.toMatch(rightToLeft)
    })
  ))
