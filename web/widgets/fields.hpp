// Fields that are typed or chosen in: the canvas draws frame, label and text, the page's own element edits.
#pragma once

#include <vector>

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct TextField {
    enum class Type { Text, Password, Search, Number, Email, Telephone, Date, Time, Multiline };

    std::string_view id = {};
    std::string label = {};
    std::string* value = nullptr;
    std::string error = {};        // says what is right; shown below with an icon
    std::string hint = {};         // below the field, muted
    std::string placeholder = {};  // never instead of a label
    Type type = Type::Text;
    std::string autocomplete = {};  // "username", "current-password", "off"…
    std::string inputmode = {};     // "numeric", "decimal", "email"…
    std::string enterkeyhint = {};  // "next", "send", "search", "done"
    int lines = 3;                  // of a multiline field
    int max_length = 0;             // 0: no limit
    bool required = false;
    bool disabled = false;      // locked: grey with a lock
    bool label_hidden = false;  // the label is only read aloud (search boxes)
    float width = 0;            // 0: all there is
    std::string lang = {};      // language of what is typed, for spelling
};
// True when the value changed in this frame.
bool text_field(Ui& ui, const TextField& options);

struct Option {
    std::string text = {};
    Icon icon = icons::none;
};

struct Select {
    std::string_view id = {};
    std::string label = {};
    std::vector<Option> options = {};
    int* index = nullptr;  // -1: nothing chosen yet
    std::string placeholder = {};
    std::string error = {};
    std::string hint = {};
    bool required = false;
    bool disabled = false;
    bool label_inside = false;  // "Client All": toolbar filter with the label inside the frame
    float width = 0;
};
// True when another option was chosen in this frame.
bool select(Ui& ui, const Select& options);

// A form: Enter in one of its fields, or its submit button, submits it.
//   Form form(ui, {.id = "sign_in", .name = tr("sign_in.title")});  …fields…  if (form.submitted()) …
struct FormOptions {
    std::string_view id = {};
    std::string name = {};
    float gap = space::l;
};
class Form {
public:
    Form(Ui& ui, const FormOptions& options);
    ~Form();
    Form(const Form&) = delete;
    Form& operator=(const Form&) = delete;
    // Ask after the last field and button of the form.
    bool submitted() const;

private:
    Ui& ui_;
    ItemId id_;
};

}  // namespace countersign::widgets
