import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plainText } from "./plainText.ts"
import { safeAddress } from "./safeLink.ts"

describe("a comment as plain text", () => {
  it.each([
    ["Called Tomas: he was traveling.", "Called Tomas: he was traveling."],
    ["Two\nlines, 3 < 4 & 5 > 2", "Two\nlines, 3 < 4 & 5 > 2"],
    [
      "<p>Only a <b>scanner</b>.</p><script>alert('comment')</script><a href=\"javascript:alert(1)\">evidence</a>",
      "Only a scanner.\nevidence"
    ],
    ["<ul><li>One</li><li>Two &amp; three</li></ul>", "• One\n• Two & three"],
    ["a<br>b<br/>c", "a\nb\nc"],
    ["<style>p{}</style><!-- hidden --><p>Seen</p>", "Seen"],
    [
      "<p>&lt;script&gt;alert(1)&lt;/script&gt; &#x27;q&#39; &nope; &#xd800;</p>",
      "<script>alert(1)</script> 'q' &nope; &#xd800;"
    ],
    ["<img src=x onerror=alert(1)", "<img src=x onerror=alert(1)"],
    ["<p>cut <script>never ends", "cut"]
  ])("%j reads %j", (message, text) => {
    expect(plainText(message)).toBe(text)
  })

  it("always keeps what isn't HTML as it is", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("<", ">", "</", "<p>", "<script>", "</script", "<!--", "-->", "&lt;", "&#", ";", "\n", "<li ")
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join("")),
        (message) => {
          const text = plainText(message)
          if (!/<\/?[a-z]/iu.test(message)) expect(text).toBe(message.trim())
        }
      )
    )
  })
})

describe("an address to send a browser to", () => {
  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://portal.azure.com/",
    "//attacker.example",
    "https://portal.azure.com@attacker.example/",
    "vbscript:x",
    "",
    "not an address"
  ])("isn't %j", (address) => {
    expect(safeAddress(address)).toBeUndefined()
  })

  it("never is anything but https", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (address) => {
        expect(safeAddress(address)?.protocol ?? "https:").toBe("https:")
      })
    )
    expect(safeAddress("https://portal.azure.com/#asset/1")?.href).toBe("https://portal.azure.com/#asset/1")
  })
})
