import process from "node:process"
import { PassThrough } from "node:stream"
import { afterEach, expect, it, vi } from "vitest"
import { dropTyped } from "./dropTyped.ts"

afterEach(() => vi.restoreAllMocks())

const terminal = () => {
  const typed = new PassThrough()
  const setRawMode = vi.fn()
  return { typed, setRawMode, stdin: Object.assign(typed, { setRawMode }) as unknown as NodeJS.ReadStream }
}

it("keeps what was typed before the first screen from the first screen, and nothing typed afterward", async () => {
  const { typed, setRawMode, stdin } = terminal()
  typed.write("zz?")
  await dropTyped(stdin)
  expect(setRawMode).toHaveBeenLastCalledWith(true)
  let heard = ""
  stdin.on("data", (keys: Buffer) => (heard += keys.toString()))
  typed.write("q")
  await expect.poll(() => heard).toContain("q")
  expect(heard).toBe("q")
})

it("ends the process where Ctrl-C was among it", async () => {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never)
  const { typed, stdin } = terminal()
  typed.write("z\u0003")
  await dropTyped(stdin)
  expect(exit).toHaveBeenCalledWith(130)
})
