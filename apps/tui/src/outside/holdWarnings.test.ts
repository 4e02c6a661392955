import { setImmediate } from "node:timers/promises"
import { expect, it, onTestFinished } from "vitest"
import { holdWarnings } from "./holdWarnings.ts"

it("tells a warning of Node's once the screen is gone, and from then on at once", async () => {
  const told: Array<string> = []
  const usual = ({ message }: Error): void => void told.push(message)
  const before = process.listeners("warning")
  process.removeAllListeners("warning").on("warning", usual)
  onTestFinished(() => {
    process.off("warning", usual)
    for (const listener of before) process.on("warning", listener)
  })

  const tell = holdWarnings()
  process.emitWarning("The certificate isn't looked at.")
  await setImmediate()
  expect(told).toEqual([])
  tell()
  expect(told).toEqual(["The certificate isn't looked at."])
  expect(process.listeners("warning")).toEqual([usual])
  process.emitWarning("It is deprecated.")
  await setImmediate()
  expect(told).toEqual(["The certificate isn't looked at.", "It is deprecated."])
})
