import { EventEmitter } from "node:events"
import type { Size } from "../src/look/Size.ts"

/** A terminal's output of some size, as far as Ink uses it. */
export class Output extends EventEmitter {
  readonly isTTY = true
  readonly writable = true
  columns: number
  rows: number
  private readonly onText: (text: string) => void
  constructor({ columns, rows }: Size, onText: (text: string) => void) {
    super()
    this.columns = columns
    this.rows = rows
    this.onText = onText
  }
  write(text: string, done?: () => void): boolean {
    this.onText(text)
    done?.()
    return true
  }
  resize({ columns, rows }: Size): void {
    this.columns = columns
    this.rows = rows
    this.emit("resize")
  }
  get asStream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream
  }
}

/** A terminal's input, as far as Ink uses it. */
export class Input extends EventEmitter {
  readonly isTTY = true
  private data: string | null = null
  type(data: string): void {
    this.data = data
    this.emit("readable")
  }
  read(): string | null {
    const { data } = this
    this.data = null
    return data
  }
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
  get asStream(): NodeJS.ReadStream {
    return this as unknown as NodeJS.ReadStream
  }
}
