// A host in Vue 3.

import { createApp } from "vue";
import "../../account.css";
import MyAccount from "./MyAccount.vue";

createApp(MyAccount).mount("#root");
