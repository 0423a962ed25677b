// The element, and the host's page around it: that of ../plain.

import "carnet-profile";
import "../../plain/account.js";
