// A host in Angular. The schema allows the element's tag; Angular sets its properties and listens to its events.

import { Component, CUSTOM_ELEMENTS_SCHEMA, type ElementRef, signal, viewChild } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import "carnet-profile";
import type { CarnetProfile } from "carnet-profile";
import { type Account, credentials, fetchAccount, lineOf, LOCALES } from "./account";

@Component({
  selector: "my-account",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>{{ isAtOrders() ? "My orders" : "My account" }}</h1>
    <nav>
      <button type="button" (click)="goElsewhere()">{{ isAtOrders() ? "Profile" : "Orders" }}</button>
      <label for="language">Language of the page</label>
      <select id="language" #language (change)="locale.set(language.value)">
        @for (name of locales; track name) {
          <option>{{ name }}</option>
        }
      </select>
    </nav>
    @if (account(); as account) {
      @if (!isAtOrders()) {
        <carnet-profile
          #profile
          [attr.vendor]="account.vendor"
          [attr.base-url]="account.baseUrl"
          [attr.customer-id]="account.customerId"
          [attr.locale]="locale()"
          [credentials]="credentials"
          (carnet-ready)="note($event)"
          (carnet-localechange)="note($event)"
          (carnet-dirtychange)="note($event)"
          (carnet-saved)="note($event)"
        />
      }
    }
    <ul id="events">
      @for (line of lines(); track $index) {
        <li>{{ line }}</li>
      }
    </ul>
  `,
})
class MyAccount {
  protected readonly locales = LOCALES;
  protected readonly credentials = credentials;
  protected readonly account = signal<Account | undefined>(undefined);
  protected readonly isAtOrders = signal(false);
  protected readonly locale = signal("en-US");
  protected readonly lines = signal<string[]>([]);
  private readonly profile = viewChild<ElementRef<CarnetProfile>>("profile");

  constructor() {
    fetchAccount().then((account) => this.account.set(account));
  }

  protected note(event: CustomEvent): void {
    this.lines.update((lines) => [...lines, lineOf(event)]);
  }

  // The element asks the customer before unsaved input is lost.
  protected async goElsewhere(): Promise<void> {
    if (await (this.profile()?.nativeElement.canLeave() ?? true)) this.isAtOrders.update((isAtOrders) => !isAtOrders);
  }
}

bootstrapApplication(MyAccount);
