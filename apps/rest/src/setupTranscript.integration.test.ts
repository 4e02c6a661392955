import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { commandOf } from "@incident-teams/testkit/programs"
import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { hasTmux, terminalWith } from "@incident-teams/testkit/vitest/terminal"
import { expect, it } from "vitest"
import { placeToSetUp, publicAddress, signIn } from "../testing/placeToSetUp.ts"

const guide = fileURLToPath(new URL("../../../docs/how-to/a-run-of-setup.md", import.meta.url))
const block = /(?<=<!-- transcript -->\n\n```text\n)[\s\S]*?(?=\n```)/u

const skipped = !hasTmux && process.env["CI"] === undefined
if (skipped) console.warn("tmux isn't installed: setup isn't tried in a real terminal.")

it.skipIf(skipped)("the guide shows a whole run in a terminal: npm run transcript writes it", async () => {
  const address = await publicAddress()
  const { tenant, folder, file, choices } = await placeToSetUp(address)
  const command = [process.execPath, commandOf("server"), "setup", "--settings-file", file]
  const size = { columns: 400, rows: 300 }
  const terminal = await terminalWith(size, { ...serverEnvironment(tenant, folder), LANG: "C.UTF-8" }, [
    "sh",
    "-c",
    `${command.map((word) => `'${word}'`).join(" ")}; echo ended; read -r _`
  ])
  const workspaces = `soc=${choices.workspaces.soc}`
  const answers: ReadonlyArray<readonly [question: string, answer: string]> = [
    ["Tenant ID", choices.tenantId],
    ["Public address", address],
    ["Workspaces", workspaces],
    ["Standby owners", sample.person.ines],
    ["console and its commands", ""],
    ["Defender portal", ""],
    ["tab of a Teams app", ""]
  ]
  for (const [question, answer] of answers) {
    await terminal.sees(question)
    if (answer !== "") await terminal.type(answer)
    if (answer !== "") await terminal.sees(answer)
    await terminal.press("Enter")
  }
  await terminal.sees("server authenticate")
  await terminal.press("Down", "Down", "Down", "Enter")
  await terminal.sees("enter the code")
  await signIn(tenant, () => false)
  await terminal.sees("Do this?")
  await terminal.press("y")
  const screen = await terminal.sees(/^ended$/mu)
  const shown = screen
    .slice(0, screen.lastIndexOf("\nended"))
    .trimEnd()
    .replaceAll(/ +$/gmu, "")
    .replaceAll(tenant.id, "<tenant id>")
    .replaceAll(address, "https://incidents.example.org")
    .replaceAll(file, "incident-teams.env")
    .replaceAll(
      /page https?:\S+ and enter the code \S+/gu,
      "page https://microsoft.com/devicelogin and enter the code <code>"
    )
    .replaceAll(/clock is \d+ s (?:ahead of|behind)/gu, "clock is 0 s ahead of")
    .replaceAll(/(until|ends on) \d{4}-\d{2}-\d{2}/gu, "$1 <date>")
    .replaceAll(/is in \d+ teams/gu, "is in 0 teams")
  const text = readFileSync(guide, "utf8")
  if (process.env["TRANSCRIPT"] === "docs")
    writeFileSync(
      guide,
      text.replace(block, () => shown)
    )
  else expect(block.exec(text)?.[0]).toBe(shown)
})
