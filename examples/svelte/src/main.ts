// A host in Svelte 5.

import { mount } from "svelte";
import "../../account.css";
import MyAccount from "./MyAccount.svelte";

const target = document.getElementById("root");
if (target) mount(MyAccount, { target });
