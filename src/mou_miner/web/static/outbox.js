// What was decided and is on its way to the server. It outlives a reload: each move has an id and is done once.

import { csrf } from "./shared.js";

export class Outbox {
  constructor(docId, user, onAnswer, onTrouble) {
    this.key = `mou-miner:outbox:${user}:${docId}`;
    this.address = `/documents/${docId}/moves`;
    this.onAnswer = onAnswer;
    this.onTrouble = onTrouble;
    this.sending = null;
  }

  get waiting() {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]");
  }

  set waiting(moves) {
    if (moves.length) localStorage.setItem(this.key, JSON.stringify(moves));
    else localStorage.removeItem(this.key);
  }

  put(move) {
    this.waiting = [...this.waiting, move];
    return this.send();
  }

  send() {
    this.sending ??= this.work().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async work() {
    let wait = 500;
    while (this.waiting.length) {
      const [move] = this.waiting;
      let answer;
      try {
        answer = await fetch(this.address, {
          method: "POST", body: JSON.stringify(move), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
        });
      } catch {
        answer = null;
      }
      if (answer === null || answer.status >= 500) {
        this.onTrouble(this.waiting.length);
        await new Promise((resolve) => setTimeout(resolve, wait));
        wait = Math.min(wait * 2, 8000);
        continue;
      }
      wait = 500;
      if (answer.status === 401) {
        this.onTrouble(this.waiting.length);
        return;
      }
      this.waiting = this.waiting.slice(1);
      await this.onAnswer(move, answer);
    }
  }
}
