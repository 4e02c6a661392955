import { UnknownIncidentContinuation } from "@incident-teams/application/ports/IncidentSource"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { continuationOf, nextPage, pageOf } from "./IncidentContinuation.ts"
import { anyText } from "./testing/anyText.ts"

const first = new URL("https://arm.example/subscriptions/s/incidents?api-version=1&$top=2")
const next = new URL("https://arm.example/subscriptions/s/incidents?api-version=1&$top=2&$skipToken=a%2Fb")

describe("a page's nextLink", () => {
  it("is followed to the same resource of the same host, whatever the case of its path", () => {
    expect(nextPage(first, next.href)).toEqual(Result.succeed(next))
    const spelled = next.href.replace("/incidents", "/Incidents")
    expect(Result.isSuccess(nextPage(first, spelled))).toBe(true)
  })

  it.each([
    ["https://attacker.example/subscriptions/s/incidents?$skipToken=1", "leads to another host, and isn't followed"],
    ["http://arm.example/subscriptions/s/incidents?$skipToken=1", "leads to another host, and isn't followed"],
    ["https://arm.example:8443/subscriptions/s/incidents?$skipToken=1", "leads to another host, and isn't followed"],
    [
      "https://arm.example@attacker.example/subscriptions/s/incidents?$skipToken=1",
      "leads to another host, and isn't followed"
    ],
    ["https://arm.example/subscriptions/other/incidents?$skipToken=1", "leads to another resource, and isn't followed"],
    [
      "https://arm.example/subscriptions/s/incidents/../../t/incidents?$skipToken=1",
      "leads to another resource, and isn't followed"
    ],
    ["/subscriptions/s/incidents?$skipToken=1", "isn't an address"],
    [first.href, "leads to the very same page"]
  ])("isn't followed to %s", (link, why) => {
    expect(nextPage(first, link)).toMatchObject({
      failure: { reason: `Azure's nextLink ${why}.`, connection: false }
    })
  })
})

const unknown = (token: string) => Result.fail(new UnknownIncidentContinuation({ next: token }))

describe("a continuation", () => {
  it("leads on, for its own question only", () => {
    const token = continuationOf("question", next)
    expect(token).toMatch(/^[\w-]+$/)
    expect(pageOf("question", first, token)).toEqual(Result.succeed(next))
    expect(pageOf("another question", first, token)).toEqual(unknown(token))
    expect(pageOf("question", first, undefined)).toEqual(Result.succeed(first))
  })

  it("leads on up to 8,192 characters", () => {
    const madeOf = (bytes: number) => {
      const url = new URL(first)
      url.search = "?a"
      const shortest = Buffer.from(continuationOf("question", url), "base64url").length
      url.search = `?a${"x".repeat(bytes - shortest)}`
      return continuationOf("question", url)
    }
    const [longest, tooLong] = [madeOf(6_144), madeOf(6_145)]
    expect([longest.length, Result.isSuccess(pageOf("question", first, longest))]).toEqual([8_192, true])
    expect(pageOf("question", first, tooLong)).toEqual(unknown(tooLong))
  })

  it("never leads to another host, port or path, with any change to it", () => {
    const query = fc.oneof(
      anyText(),
      fc.constantFrom(
        "?x#https://attacker.example",
        "//attacker.example",
        "?\\..\\..",
        "@attacker.example/?x",
        "?a\r\nb"
      )
    )
    fc.assert(
      fc.property(query, (text) => {
        const { asked } = JSON.parse(Buffer.from(continuationOf("question", next), "base64url").toString()) as {
          readonly asked: string
        }
        const made = Buffer.from(JSON.stringify({ asked, query: text })).toString("base64url")
        const url = Result.getOrElse(pageOf("question", first, made), () => first)
        expect([url.origin, url.pathname, url.hash, url.username]).toEqual([first.origin, first.pathname, "", ""])
      })
    )
  })

  it("is always refused when it is no such thing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(pageOf("question", first, text)).toEqual(unknown(text))
      })
    )
    const long = "a".repeat(10_000)
    expect(pageOf("question", first, long)).toEqual(unknown(long))
  })
})
