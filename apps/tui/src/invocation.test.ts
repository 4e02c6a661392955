import { describe, expect, it } from "vitest"
import { invocationOf, type Surroundings } from "./invocation.ts"

const started = (args: string, surroundings: Partial<Surroundings> = {}) =>
  invocationOf({
    arguments: args.split(" ").filter((word) => word !== ""),
    terminal: true,
    server: undefined,
    ...surroundings
  })

const console_ = (options: object) => ({
  _tag: "Console",
  options: { server: "https://teams.example.com", workspace: undefined, readonly: false, ...options }
})

describe("what incident-teams was started for", () => {
  it("is the console where no command is named", () => {
    expect(started("--server https://teams.example.com/")).toEqual(console_({}))
    expect(started("", { server: "https://teams.example.com" })).toEqual(console_({}))
    expect(started("--server https://teams.example.com --readonly --workspace soc")).toEqual(
      console_({ readonly: true, workspace: "soc" })
    )
  })

  it("is the server of --server rather than the configured one", () => {
    expect(started("--server https://teams.example.com", { server: "https://other.example.com" })).toEqual(console_({}))
  })

  it.each(["incidents list", "--server https://teams.example.com incidents list", "--help", "--version", "--readonl"])(
    "is a command: %s",
    (args) => {
      expect(started(args)).toEqual({ _tag: "Command" })
      expect(started(args, { terminal: false })).toEqual({ _tag: "Command" })
    }
  )

  it("off a terminal says that there are commands", () => {
    expect(started("--server https://teams.example.com", { terminal: false })).toEqual({
      _tag: "Refused",
      message: expect.stringContaining("incident-teams --help")
    })
  })

  it.each([
    ["", "Say where the server is"],
    ["--server teams.example.com", '"teams.example.com" is no address'],
    ["--server ftp://teams.example.com", '"ftp://teams.example.com" is no address']
  ])("is refused in words: %j", (args, message) => {
    expect(started(args)).toEqual({ _tag: "Refused", message: expect.stringContaining(message) })
  })
})
