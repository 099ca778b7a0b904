#include "serve/server.h"
