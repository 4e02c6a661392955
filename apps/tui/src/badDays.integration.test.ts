import { describe, expect, inject, it } from "vitest"
import { consoleOf } from "../testing/consoleOnSandbox.ts"
import { faultyProxy, problem } from "../testing/faultyProxy.ts"
import { control, newIncident, tokenOf } from "../testing/simulated.ts"

const { url } = inject("sandbox")

describe("on a bad day", () => {
  it("a server that isn't there is told of, and asked again until it is", async () => {
    const proxy = await faultyProxy(url)
    proxy.down()
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.sees("! The server doesn't respond", "! the server doesn't respond, ")
    await ben.press("?", "esc", "n")
    proxy.up()
    await ben.sees("open incidents", "● live")
  })

  it("a server that goes away loses nothing, and is found again by itself", async () => {
    const { number } = await newIncident()
    const proxy = await faultyProxy(url)
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    await ben.type(": typed before it went")
    proxy.down()
    await ben.loses("● live")
    await ben.press("ctrl+s")
    await ben.sees("! The server doesn't respond", "typed before it went", "[ Create the team ]")
    proxy.up()
    await ben.sees("● live")
    await ben.press("ctrl+s")
    await ben.sees("✓ Open", `INC-${number} Phishing in finance: typed before it went`)
  })

  it("a request whose answer was lost is sent again under the same name, and happens once", async () => {
    const { number } = await newIncident()
    const proxy = await faultyProxy(url)
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    proxy.fault("POST", /\/team$/u, { kind: "lose" })
    await ben.press("ctrl+s")
    await ben.sees("! The server doesn't respond")
    await ben.press("ctrl+s")
    await ben.sees("✓ Open")
    const keys = proxy.passed.flatMap(({ method, headers }) => (method === "POST" ? [headers["idempotency-key"]] : []))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    const { teams } = await control("GET", "/truth")
    const made = teams.filter(({ displayName }: { readonly displayName: string }) =>
      displayName.startsWith(`INC-${number} `)
    )
    expect(made).toHaveLength(1)
  })

  it("a change after a failure is another request, with a name of its own", async () => {
    const { number } = await newIncident()
    const proxy = await faultyProxy(url)
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    proxy.fault(
      "POST",
      /\/team$/u,
      problem("store-unavailable", 503, { title: "The database is busy or can't be reached", retryAfter: 1 })
    )
    await ben.press("ctrl+s")
    await ben.sees("! The database is busy")
    await ben.type("!")
    await ben.loses("The database is busy or can't be reached")
    await ben.press("ctrl+s")
    await ben.sees("✓ Open")
    const keys = proxy.passed.flatMap(({ method, headers }) => (method === "POST" ? [headers["idempotency-key"]] : []))
    expect(new Set(keys).size).toBe(2)
  })

  it("too many requests are waited out, and it is said for how long", async () => {
    const proxy = await faultyProxy(url)
    proxy.fault(
      "GET",
      /^\/v1\/incidents\?/u,
      problem("too-many-requests", 429, { title: "Too many requests", retryAfter: 2 }),
      1
    )
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.sees("! Too many requests", "! the server is busy, retrying in")
    await ben.sees("open incidents", "● live")
  })

  it.each([
    ["a server that failed", problem("internal", 500, { title: "Internal server error" }), "! Internal server error"],
    [
      "a proxy without a server",
      { kind: "answer", status: 502, body: "<h1>Bad gateway</h1>" },
      "! Unexpected response (502)"
    ],
    [
      "a page in place of an answer",
      { kind: "answer", status: 200, body: "<html>Sign in to the hotel's network</html>" },
      "! The response can't be read"
    ]
  ] as const)("%s is told in words, where the answer would be", async (_what, fault, words) => {
    const proxy = await faultyProxy(url)
    proxy.fault("GET", /^\/v1\/incidents\?/u, fault, 1)
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.sees(words)
    await ben.press("r")
    await ben.sees("open incidents")
    await ben.loses(words)
  })

  it("a token that has ended is told of, and everything goes on with a new one", async () => {
    const { number } = await newIncident()
    const { access_token: expired } = await control("POST", "/tokens", { user: "ben", expiresIn: -600 })
    let token = () => tokenOf("ben")
    const ben = await consoleOf("ben", { token: () => token() })
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    token = () => Promise.resolve(String(expired))
    await ben.press("ctrl+s")
    await ben.sees("! signed out", `INC-${number}`, "Ctrl-L sign in")
    token = () => tokenOf("ben")
    ben.tell({ _tag: "SignedIn" })
    await ben.sees("● live")
    await ben.press("ctrl+s")
    await ben.sees("✓ Open")
  })

  it("a right that was taken away meanwhile is told in the server's words", async () => {
    const { number } = await newIncident()
    const proxy = await faultyProxy(url)
    const ben = await consoleOf("ben", { server: proxy.url })
    await ben.goTo(number)
    const refusal = {
      title: "The caller isn't allowed to do this",
      detail: "Ben Sample may not create a team.",
      remedy: "Ask an owner of the resource group.",
      who: "Ben Sample",
      what: "create a team",
      needs: "Microsoft.SecurityInsights/incidents/write"
    }
    proxy.fault("GET", /\/team\/draft$/u, problem("not-allowed", 403, refusal))
    await ben.press("n")
    await ben.sees("Ben Sample may not create a team.", "Ask an owner of the resource group.")
  })
})
