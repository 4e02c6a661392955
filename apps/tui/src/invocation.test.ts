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

  it("without a terminal refers to the commands", () => {
    expect(started("--server https://teams.example.com", { terminal: false })).toEqual({
      _tag: "Refused",
      message: expect.stringContaining("incident-teams --help")
    })
  })

  it.each([
    ["", "No server given."],
    ["--server teams.example.com", '"teams.example.com" is not the address of a server'],
    ["--server ftp://teams.example.com", '"ftp://teams.example.com" is not the address of a server']
  ])("is refused with a message: %j", (args, message) => {
    expect(started(args)).toEqual({ _tag: "Refused", message: expect.stringContaining(message) })
  })
})
